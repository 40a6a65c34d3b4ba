import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import { apiDocument, operationsOf } from '../fixtures/api-document';
import { type EveryFunction, everyFunction } from '../fixtures/every-function';
import { FUNCTION_WEBHOOK_SECRET } from '../fixtures/function-environment';
import { storedItems } from '../fixtures/stored-items';
import { answerFaults } from './answer-faults';
import { MANY_MINUTES, tryCases } from './cases';
import { anyHostileValue, hostileName, hostileValue, objectText } from './json-text';

jest.setTimeout(MANY_MINUTES);

const [OPERATION] = operationsOf(apiDocument).filter(({ route }) => route === 'POST /aa-stripe/webhooks');

const seconds = () => Math.floor(Date.now() / 1000);
const sign = (body: Buffer | string, at: number | string, secret = FUNCTION_WEBHOOK_SECRET) =>
  createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');

describe('hostile deliveries', () => {
  let every: EveryFunction;
  /** Ids of the events that were answered as stored. */
  const stored = new Set<string>();
  beforeAll(async () => {
    every = await everyFunction();
  });
  afterAll(() => every.close());

  const faultsOf = answerFaults(apiDocument);
  const deliver = async (body: Buffer | string, headers: Record<string, string>) => {
    if (!OPERATION) throw new Error('the document has no webhooks');
    const answer = await every.call({ route: OPERATION.route, headers, body });
    expect(faultsOf(OPERATION, answer)).toEqual([]);
    return {
      status: answer.status,
      body: v.parse(v.record(v.string(), v.unknown()), JSON.parse(answer.text)),
    };
  };
  const signed = (body: Buffer | string) => {
    const at = seconds();
    return deliver(body, { 'stripe-signature': `t=${at},v1=${sign(body, at)}` });
  };
  const eventText = (id: string, more: [string, string][] = []) =>
    objectText([['id', JSON.stringify(id)], ['type', '"ping"'], ...more]);

  it('a signature header of any form that is not of this body: 400', async () => {
    const body = eventText('evt_unsigned');
    const good = () => `v1=${sign(body, seconds())}`;
    const part = fc.oneof(
      fc
        .constantFrom('t', 'v0', 'v1', '', '__proto__', 'constructor')
        .chain((name) =>
          fc
            .oneof(hostileName, fc.constantFrom('1', '-1', '1e9', '0x5', `${seconds()}`, '9'.repeat(13)))
            .map((value) => `${name}=${value}`),
        ),
      hostileName,
      fc.constantFrom(...'0123456789abcdefF').map((digit) => `v1=${digit.repeat(64)}`),
    );
    const header = fc.oneof(
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join(',')),
      // Right but for the time, of which there is none, one from elsewhere, or one long past.
      part.map((other) => [good(), other].join(',')),
      fc.integer({ min: 301, max: 1e9 }).map((age) => {
        const at = seconds() - age;
        return `t=${at},v1=${sign(body, at)}`;
      }),
    );
    await tryCases(0.1, header, async (text) => {
      // One that says the present time and has the signature of it would be right.
      fc.pre(!text.split(',').some((field) => /^t=\s*\d{10}\s*$/.test(field) && text.includes(good())));
      const { status } = await deliver(body, { 'stripe-signature': Buffer.from(text).toString() });
      expect(status).toBe(400);
    });
  });

  it.each([
    ['a thousand times', `${'t=1,'.repeat(1_000)}v1=aa`],
    ['100,000 signatures', `t=${seconds()}${`,v1=${'0'.repeat(64)}`.repeat(100_000)}`],
    ['100,000 signatures of another length', `t=${seconds()}${',v1=0'.repeat(100_000)}`],
    ['a million commas', ','.repeat(1_000_000)],
    ['a million equals signs', `t=${'='.repeat(1_000_000)}`],
    ['a million spaces', `t=${' '.repeat(1_000_000)}x`],
    ['a million digits', `t=${'1'.repeat(1_000_000)},v1=aa`],
  ])('a header of %s: 400', async (_, header) => {
    expect((await deliver(eventText('evt_header'), { 'stripe-signature': header })).status).toBe(400);
  });

  /** Told apart from the product's own reading: what an event must have to be one. */
  const isEvent = (body: Buffer): boolean => {
    try {
      const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
      const { id, type, livemode } = Object(event);
      return (
        !Array.isArray(event) &&
        /^[\w-]{1,255}$/.test(typeof id === 'string' ? id : '') &&
        typeof type === 'string' &&
        // biome-ignore lint/suspicious/noControlCharactersInRegex: which are what it is about
        /^[^\u0000-\u001f\u007f-\u009f\p{Surrogate}]{1,255}$/u.test(type) &&
        type.length <= 255 &&
        livemode !== true
      );
    } catch {
      return false;
    }
  };

  it('a signed body is stored to the letter if it is an event, else 400', async () => {
    const FIELDS = [
      'object',
      'livemode',
      'data',
      'account',
      'created',
      'api_version',
      'request',
      'related_object',
    ];
    const name = fc.oneof(fc.constantFrom(...FIELDS), hostileName);
    const members = fc.array(fc.tuple(name, anyHostileValue), { maxLength: 4 });
    const id = fc.oneof(
      { weight: 6, arbitrary: fc.uuid().map((text) => JSON.stringify(`evt_${text}`)) },
      { weight: 1, arbitrary: hostileValue },
    );
    const type = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('"ping"', '"invoice.upcoming"', '"v1.billing.meter.no"') },
      { weight: 1, arbitrary: hostileValue },
    );
    const body = fc.oneof(
      {
        weight: 8,
        arbitrary: fc
          .tuple(id, type, members)
          .map(([ownId, ownType, more]) => objectText([['id', ownId], ['type', ownType], ...more])),
      },
      { weight: 1, arbitrary: hostileValue },
    );
    const bytes = fc.oneof(
      { weight: 8, arbitrary: body.map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: body.map((text) => Buffer.from(`\ufeff ${text}\n`)) },
      { weight: 1, arbitrary: body.map((text) => Buffer.from(text, 'utf16le')) },
      { weight: 1, arbitrary: body.map((text) => Buffer.from(text, 'latin1')) },
    );
    let tried = 0;
    let taken = 0;
    await tryCases(0.1, bytes, async (raw) => {
      tried += 1;
      const { status, body: answered } = await signed(raw);
      if (status < 300) taken += 1;
      const ownId = String(answered['id']);
      if (status === 201) stored.add(ownId);
      expect([200, 201].includes(status)).toBe(isEvent(raw));
      if (status !== 201) return;
      const shown = await every.call({
        route: 'GET /aa-stripe/webhooks/{id}',
        pathParameters: { id: ownId },
        caller: 'op',
      });
      expect(shown.text).toContain(`"raw_data":${new TextDecoder().decode(raw)}}`);
    });
    // About two in three are events: far fewer, and next to nothing would have been tried.
    expect(taken).toBeGreaterThan(tried / 4);
  });

  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  it.each<[string, [string, string][]]>([
    ['data 100,000 deep', [['data', nested(100_000)]]],
    ['100,000 keys', Array.from({ length: 100_000 }, (_, i) => [`k${i}`, '1'])],
    ['a client secret of 4.5 MB', [['client_secret', `"${'x'.repeat(4_500_000)}"`]]],
    ['a client secret of escapes alone', [['client_secret', `"${'\\"'.repeat(2_000_000)}"`]]],
    ['a million times half a client secret', [['data', `["${'\\"client_secret\\":'.repeat(200_000)}"]`]]],
    ['spaces before a client secret', [['data', `{"client_secret"${' '.repeat(2_000_000)}:"x"}`]]],
  ])('an event with %s is stored', async (what, more) => {
    const id = `evt_${what.replaceAll(/\W/g, '_')}`;
    expect((await signed(eventText(id, more))).status).toBe(201);
    stored.add(id);
  });

  it('stored what it said it had stored, and nothing else', async () => {
    const items = [...(await storedItems(every.world.table)).values()];
    expect(items.map(({ id }) => String(id)).sort()).toEqual([...stored].sort());
  });
});

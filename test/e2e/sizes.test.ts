import { randomBytes } from 'node:crypto';
import {
  type BusEvent,
  eventually,
  type Product,
  startProductInMemory,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';

jest.setTimeout(120_000);

/** What the function takes at most (docs/http-api.md), and what it takes for sure whatever the text is made of. */
const MOST = 4_600_000;

interface Shape {
  /** The event's text, exactly. */
  text: string;
  /** Whether the signal goes without its raw data. */
  omitted?: boolean;
  type?: string;
  /** What is shown as parse_error; none unless given. */
  error?: RegExp;
}

const shapes = new Map<string, Shape>();
/** Adds an event; its fields are JSON text, since JavaScript's own numbers and strings hold less. */
function add(name: string, fields: Record<string, string | undefined>, more: Omit<Shape, 'text'> = {}): void {
  const id = `evt_${shapes.size}`;
  const all = { id: `"${id}"`, object: '"event"', type: '"ping"', livemode: 'false', data: '{"object":{}}' };
  const members = Object.entries({ ...all, ...fields }).filter(([, value]) => value !== undefined);
  const text = `{${members.map(([field, value]) => `${JSON.stringify(field)}:${value}`).join(',')}}`;
  shapes.set(name, { text, ...more });
}
const json = (value: unknown) => JSON.stringify(value);
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
/** A text of so many bytes that does not compress. */
const noise = (bytes: number) => `"${randomBytes(bytes).toString('base64').slice(0, bytes)}"`;

// Sizes
add('a byte more than nothing', { data: '{"object":{"a":"x"}}' });
add('300 KB, which fit the record', { big: noise(300_000) });
add('600 KB, which fit the bus but not the record', { big: noise(600_000) });
add('890 KB of quotes and backslashes, which fit the bus', { big: `"${'\\"'.repeat(445_000)}"` });
add('1 MB, which do not fit the bus', { big: noise(1_000_000) }, { omitted: true });
add('4.5 MB that compress well', { big: `"${'x'.repeat(4_500_000)}"` }, { omitted: true });
add('4.5 MB that do not compress', { big: noise(4_500_000) }, { omitted: true });
add(
  '4.5 MB of quotes, sent as bytes',
  { big: `"${'\\"'.repeat(2_250_000)}"` },
  { omitted: true, type: 'application/octet-stream' },
);
add('4.5 MB of three-byte characters', { big: `"${'界'.repeat(1_500_000)}"` }, { omitted: true });
const line = {
  id: 'il_1',
  object: 'line_item',
  amount: 1_000,
  currency: 'usd',
  description: '1 × Gold (at $10.00 / month)',
  period: { start: 1_790_000_000, end: 1_792_592_000 },
  metadata: { order: '7' },
};
const lines = Array.from({ length: 5_000 }, (_, i) => ({ ...line, id: `il_${i}` }));
add(
  'an invoice of 5,000 lines, indented as Stripe does',
  {
    type: '"invoice.paid"',
    data: JSON.stringify({ object: { id: 'in_1', object: 'invoice', lines: { data: lines } } }, null, 2),
  },
  { omitted: true },
);

// Texts and numbers
add('characters of every plane', {
  text: json([...Array(17).keys()].map((plane) => String.fromCodePoint(plane * 0x10000 + 0x41)).join('')),
  escaped: '"\\u0041\\ud83d\\ude00\\u202e\\u0000\\u001f\\/"',
  spaced: ' "\u00a0\u2028\u2029\ufeff" ',
});
add('halves of surrogate pairs, escaped', { half: '"\\ud800"', other: '{"\\udfff":"\\ud83d\\ud83d"}' });
add('numbers that no double holds', {
  long: '12345678901234567890123456789',
  odd: '9007199254740993',
  fraction: '0.1000000000000000055511151231257827',
  huge: '1e400',
  tiny: '-1E-4000',
  zero: '-0',
});
add('a field twice', { data: '{"object":{"a":1,"a":2}}' });
add('names that pollute', { __proto: '1', constructor: '{"prototype":{"polluted":1}}' });
add('a client secret', { data: '{"object":{"id":"x","client_secret":null}}' });

// Nesting
add('500 levels', { data: nested('[', ']', 499) });
add('501 levels', { data: nested('[', ']', 500) }, { omitted: true });
add('objects 5,000 deep', { data: nested('{"a":', '}', 5_000) }, { omitted: true });
add('lists 100,000 deep', { data: nested('[', ']', 100_000) }, { omitted: true });

// Kinds of events
add('invoice.upcoming, which has no id', {
  type: '"invoice.upcoming"',
  data: json({ object: { object: 'invoice', customer: 'cus_1', lines: { object: 'list', data: [] } } }),
});
add('an API version nobody knows', { api_version: '"2099-01-01.zinnia"' });
add('a type nobody knows', { type: '"galaxy.cluster.exploded"' });
add('a type of one word', { type: '"snapshot"' });
add('a type of 255 characters', { type: json(`${'a.'.repeat(127)}z`) });
add('a type named like a method', { type: '"constructor.prototype"' });
add('a thin event', {
  object: '"v2.core.event"',
  type: '"v1.billing.meter.error_report_triggered"',
  created: '"2024-09-17T06:20:52.246Z"',
  context: 'null',
  data: undefined,
  related_object: json({ id: 'mtr_test_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_test_1' }),
});
add('a thin event of ours by name', {
  object: '"v2.core.event"',
  type: '"v1.customer.updated"',
  data: undefined,
  related_object: json({ id: 'cus_1', type: 'customer', url: '/v1/customers/cus_1' }),
});
add('no livemode', { livemode: undefined });
add('livemode of another type', { livemode: '"false"' });
add('an account, by Connect', { account: '"acct_1"', type: '"charge.succeeded"' });
for (const type of ['customer.updated', 'invoice.paid', 'charge.succeeded', 'coupon.deleted', 'ping']) {
  const own = (what: string, data: string | undefined, more: Omit<Shape, 'text'> = {}) =>
    add(`${type} ${what}`, { type: json(type), data }, more);
  own('without data', undefined);
  own('whose data is a text', '"x"');
  for (const object of [
    'null',
    '[]',
    '[{"id":"x"}]',
    '"x"',
    '5',
    '{}',
    '{"id":5,"object":[]}',
    '{"id":""}',
  ]) {
    own(`whose object is ${object}`, `{"object":${object},"previous_attributes":${object}}`);
  }
}
// What is named by an id that cannot be one cannot be looked up.
const kinds = { customer: 'customer', coupon: 'coupon', charge: 'charge', invoice: 'subscription' };
for (const [model, object] of Object.entries(kinds)) {
  for (const [what, id] of [
    ['of 4,000 characters', json('x'.repeat(4_000))],
    ['with half of a surrogate pair', '"\\ud800"'],
    ['with a NUL', '"\\u0000"'],
  ]) {
    const data = `{"object":{"id":${id},"object":"${object}"}}`;
    add(`${model}.updated of an id ${what}`, { type: `"${model}.updated"`, data }, { error: /not an id/ });
  }
  add(
    `${model}.updated that names a record of ours by a long text`,
    {
      type: `"${model}.updated"`,
      data: json({ object: { id: 'no_1', object, metadata: { aa_stripe_id: 'x'.repeat(4_000) } } }),
    },
    model === 'coupon' ? { error: /does not know coupon no_1/ } : {},
  );
}

describe('an event of whatever size and shape', () => {
  let p: Product;
  let operator: string;
  let signals: Map<string, BusEvent[]>;
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    operator = await p.token('user=op&scope=aa-stripe/admin');
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const idOf = (name: string) => `evt_${[...shapes.keys()].indexOf(name)}`;
  /** As text: parsing it would lose what this is about. */
  const shown = async (id: string) => {
    const headers = { authorization: `Bearer ${operator}` };
    const response = await fetch(`${p.stack.endpoints.api}/aa-stripe/webhooks/${id}`, { headers });
    return { status: response.status, text: await response.text() };
  };

  it('is taken: 201, and soon nothing waits to be parsed', async () => {
    const answers = await Promise.all(
      [...shapes].map(async ([name, { text, type }]) => {
        const { status, body } = await p.deliver(text, type === undefined ? {} : { type });
        return [name, status, body];
      }),
    );
    const due = [...shapes.keys()].map((name) => [name, 201, { id: idOf(name), is_parsed: false }]);
    expect(answers).toEqual(due);
    await eventually(async () => {
      const { body } = await p.request('GET', '/aa-stripe/webhooks?is_parsed=false', { token: operator });
      return JSON.stringify(body['results']) === '[]' || undefined;
    }, 60_000);
    // What failed says so in a write of its own, whose signal comes a moment later.
    const failing = [...shapes.values()].filter(({ error }) => error !== undefined).length;
    const told = await eventually(async () => {
      const all = await p.signals();
      const failed = all.filter((signal) => signal['detail-type'] === 'webhook_parse_failed');
      return failed.length >= failing ? all : undefined;
    });
    signals = new Map();
    for (const signal of told) {
      const known = signals.get(signal.detail.record_id) ?? [];
      signals.set(signal.detail.record_id, [...known, signal]);
    }
  });

  it.each([...shapes])(
    '%s: kept to the letter, signalled and parsed',
    async (name, { text, omitted, error }) => {
      const id = idOf(name);
      const { status, text: answer } = await shown(id);
      expect(status).toBe(200);
      expect(answer.endsWith(`"raw_data":${text}}`)).toBe(true);
      const record = JSON.parse(`${answer.slice(0, answer.indexOf(',"raw_data":'))}}`);
      expect(record).toMatchObject({
        is_parsed: true,
        parse_error: error ? expect.stringMatching(error) : null,
      });
      const told = signals.get(id) ?? [];
      const names = told.map((signal) => signal['detail-type']);
      expect(names).toEqual(['webhook_pre_parse', ...(error ? ['webhook_parse_failed'] : [])]);
      const [preParse] = told;
      expect(preParse?.detail['raw_data_omitted']).toBe(omitted);
      // As JavaScript reads it, which the local bus is written in.
      if (!omitted) expect(preParse?.detail.instance['raw_data']).toEqual(JSON.parse(json(JSON.parse(text))));
    },
  );

  it('gives nothing up: no dead letters, no failed function', async () => {
    expect(await p.local('GET', 'dead-letters')).toEqual([]);
    const invocations = (await p.local('GET', 'invocations')) as { error?: unknown }[];
    expect(invocations.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  const sized = (bytes: number) => {
    const around = Buffer.byteLength(stripeEvent('evt_sized', { big: '' }));
    return stripeEvent('evt_sized', { big: 'x'.repeat(bytes - around) });
  };

  it.each([1, 2, 15, 16])('of %i bytes is no event: 400', async (bytes) => {
    const { status, body } = await p.deliver('{"id":"evt_1234"}'.slice(0, bytes));
    expect([status, body]).toEqual([400, { message: 'invalid payload' }]);
  });

  it('is taken up to the limit to the byte, and beyond it refused with 413, never half', async () => {
    for (const bytes of [MOST + 1, 5_000_000, 6_000_000]) {
      const { status, body } = await p.deliver(sized(bytes));
      expect([bytes, status, body]).toEqual([bytes, 413, { message: 'Request Entity Too Large' }]);
    }
    expect((await shown('evt_sized')).status).toBe(404);
    expect((await p.deliver(sized(MOST))).status).toBe(201);
    // Text that grows on its way into the function is too large for the gateway itself.
    const quotes = stripeEvent('evt_quotes', { big: '"'.repeat(2_200_000) });
    expect((await p.deliver(quotes)).status).toBe(413);
    expect((await shown('evt_quotes')).status).toBe(404);
  });

  it.each([
    ['an id of 255 characters', json('e'.repeat(255)), 201],
    ['an id of 256 characters', json('e'.repeat(256)), 400],
    ['an empty id', '""', 400],
    ['an id with a NUL', '"evt\\u0000"', 400],
    ['an id with half of a surrogate pair', '"evt\\ud800"', 400],
    ['an id in a list', '["evt_1"]', 400],
    ['a number as id', '5', 400],
  ])('with %s: %s → %i', async (_, id, due) => {
    expect((await p.deliver(`{"id":${id},"type":"ping"}`)).status).toBe(due);
  });

  it.each([
    ['empty', '""'],
    ['of 256 characters', json('a'.repeat(256))],
    ['with half of a surrogate pair', '"a.\\ud800"'],
    ['with a NUL', '"a\\u0000"'],
    ['in a list', '["ping"]'],
    ['null', 'null'],
  ])('with a type that is %s: 400', async (_, type) => {
    const { status, body } = await p.deliver(`{"id":"evt_type","type":${type}}`);
    expect([status, body]).toEqual([400, { message: 'invalid payload' }]);
  });
});

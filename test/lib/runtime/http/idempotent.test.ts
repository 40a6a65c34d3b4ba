import type { Table } from '../../../../lib/dynamo/client';
import { idempotencyStore } from '../../../../lib/dynamo/idempotency-store';
import { type Answer, answer, detail } from '../../../../lib/runtime/http/answer';
import { type IdempotencyStore, idempotent } from '../../../../lib/runtime/http/idempotent';
import { VisibleError } from '../../../../lib/runtime/http/visible-error';
import { httpEvent } from '../../../fixtures/http-event';
import { recordsTable } from '../../../fixtures/records-table';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('idempotent', () => {
  let table: Table;
  let store: IdempotencyStore;
  let runs: number;
  let now: number;
  beforeAll(async () => {
    table = await recordsTable();
    store = idempotencyStore(table);
  });
  beforeEach(() => {
    runs = 0;
    now = NOW;
  });
  afterAll(() => table.client.destroy());

  const counted = async (): Promise<Answer> => {
    runs += 1;
    return answer(201, { run: runs });
  };
  interface Sent {
    key?: string;
    body?: string;
    caller?: string;
    path?: string;
    run?: () => Promise<Answer>;
  }
  const send = ({ key, body = '{}', caller = 'u1', path = '/aa-stripe/customers', run = counted }: Sent) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return idempotent(httpEvent({ path, body, headers }), caller, { store, now: () => now }, run);
  };

  it('runs every request without a key', async () => {
    await send({});
    await send({});
    expect(runs).toBe(2);
  });

  it('gives the same answer to the same key and body, without running again', async () => {
    expect(await send({ key: 'same' })).toEqual({ status: 201, body: { run: 1 } });
    expect(await send({ key: 'same' })).toEqual({ status: 201, body: { json: '{"run":1}' } });
    expect(runs).toBe(1);
  });

  it('refuses the key with another body', async () => {
    await send({ key: 'other-body', body: '{"a":1}' });
    expect(await send({ key: 'other-body', body: '{"a":2}' })).toEqual(
      detail(409, 'This Idempotency-Key was used with another body.'),
    );
    expect(runs).toBe(1);
  });

  it("keeps a key apart from another caller's and another route's", async () => {
    await send({ key: 'apart' });
    await send({ key: 'apart', caller: 'u2' });
    await send({ key: 'apart', path: '/aa-stripe/charges' });
    expect(runs).toBe(3);
  });

  it('runs one of ten that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ key: 'at-once' })));
    expect(runs).toBe(1);
    // The others came while it ran, or got its answer.
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(201);
  });

  it('answers 409 with Retry-After while the first is under way', async () => {
    let during: Answer | null = null;
    const run = async () => {
      during = await send({ key: 'under-way' });
      return counted();
    };
    expect((await send({ key: 'under-way', run })).status).toBe(201);
    expect(during).toEqual(detail(409, 'A request with this Idempotency-Key is under way.', 35));
    expect(runs).toBe(1);
  });

  it('takes over from a function that died over it', async () => {
    await new Promise<void>((begun) => {
      const dying = () => {
        begun();
        return new Promise<Answer>(() => {});
      };
      void send({ key: 'died', run: dying });
    });
    now += 34_000;
    expect(await send({ key: 'died' })).toMatchObject({ status: 409, headers: { 'retry-after': '1' } });
    now += 1_000;
    expect((await send({ key: 'died' })).status).toBe(201);
    expect(runs).toBe(1);
  });

  it('forgets a key after 24 hours, even if the table has not deleted it', async () => {
    await send({ key: 'old' });
    now += 24 * 3600_000 - 1000;
    await send({ key: 'old' });
    expect(runs).toBe(1);
    now += 1000;
    await send({ key: 'old', body: '{"another":1}' });
    expect(runs).toBe(2);
  });

  it.each([409, 429, 500, 502, 503])('does not keep an answer %i, returned or thrown', async (status) => {
    const later = detail(status, 'Later.');
    expect(await send({ key: `returned-${status}`, run: () => Promise.resolve(later) })).toBe(later);
    await expect(send({ key: `thrown-${status}`, run: thrown(later) })).rejects.toThrow(VisibleError);
    for (const how of ['returned', 'thrown']) {
      expect((await send({ key: `${how}-${status}` })).status).toBe(201);
    }
    expect(runs).toBe(2);
  });

  it.each([400, 402, 404])('keeps an answer %i, returned or thrown', async (status) => {
    const refused = answer(status, { field: ['wrong'] });
    await send({ key: `returned-${status}`, run: () => Promise.resolve(refused) });
    await expect(send({ key: `thrown-${status}`, run: thrown(refused) })).rejects.toThrow(VisibleError);
    for (const how of ['returned', 'thrown']) {
      const kept = { status, body: { json: '{"field":["wrong"]}' } };
      expect(await send({ key: `${how}-${status}` })).toEqual(kept);
    }
    expect(runs).toBe(0);
  });

  it('does not keep an unexpected error', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    await expect(send({ key: 'broken', run: broken })).rejects.toThrow('broken');
    expect((await send({ key: 'broken' })).status).toBe(201);
  });

  it.each(['', ' ', 'two words', 'é', 'tab\t', 'k'.repeat(256)])('refuses the key %j', async (key) => {
    const refused = detail(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
    expect(await send({ key })).toEqual(refused);
    expect(runs).toBe(0);
  });

  it('takes a key of 255 characters', async () => {
    expect((await send({ key: '~'.repeat(255) })).status).toBe(201);
  });
});

function thrown(refusal: Answer): () => Promise<Answer> {
  return () => Promise.reject(new VisibleError(refusal));
}

import type { Table } from '../../lib/dynamo/client';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { StripeUnavailableError } from '../../lib/operation/errors';
import { type ParsePorts, parseWebhooks } from '../../lib/webhook/parse-webhooks';
import type { EventHandler, Handled, ReceivedEvent, WebhookStore } from '../../lib/webhook/ports';
import { recordFailure } from '../../lib/webhook/record-failure';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems, recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const NOW = Date.parse('2026-03-01T12:10:00Z');

describe('parseWebhooks', () => {
  let table: Table;
  let webhooks: WebhookStore;
  let calls: { subject: string; received: ReceivedEvent[] }[];
  let result: (subject: string) => Handled;
  beforeEach(async () => {
    table = await recordsTable();
    webhooks = webhookStore(table, memoryPayloads());
    calls = [];
    result = () => ({ outcome: 'done' });
  });
  afterEach(() => table.client.destroy());

  /** Handles events about `data.object.id`. */
  const handler: EventHandler = {
    subjectOf: ({ object }) => (typeof object['id'] === 'string' ? object['id'] : null),
    handle: async (subject, received) => {
      calls.push({ subject, received });
      return result(subject);
    },
  };
  const store = async (id: string, subject: string | null, eventType = 'customer.updated') => {
    const event = { id, type: eventType, data: { object: subject === null ? {} : { id: subject } } };
    await webhooks.insert(receivedWebhook({ id, event_type: eventType }), JSON.stringify(event));
  };
  const parse = (ids: string[], ports: Partial<ParsePorts> = {}) =>
    parseWebhooks(ids, {
      webhooks,
      handlers: { customer: handler },
      now: () => NOW,
      mayBegin: () => true,
      ...ports,
    });
  const found = async (id: string) => (await webhooks.find(id))?.webhook;
  const outbox = async () => (await allItems(table))[0]?.['outbox'];
  const callsBySubject = () => calls.map(({ subject, received }) => [subject, received.length]);

  it('handles the events of one object in one call, with the time each has waited', async () => {
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await store(id, id === 'evt_3' ? 'cus_2' : 'cus_1');
    const results = await parse(['evt_1', 'evt_2', 'evt_3']);
    expect([...results.values()]).toEqual(Array(3).fill({ outcome: 'done' }));
    expect(callsBySubject()).toEqual([
      ['cus_1', 2],
      ['cus_2', 1],
    ]);
    expect(calls[0]?.received.map(({ event, age }) => [event.id, age])).toEqual([
      ['evt_1', 600_000],
      ['evt_2', 600_000],
    ]);
    for (const id of results.keys()) {
      expect(await found(id)).toMatchObject({
        is_parsed: true,
        parse_error: null,
        version: 2,
        updated: '2026-03-01T12:10:00.000Z',
      });
    }
  });

  it('handles an event once though it stands in the batch twice', async () => {
    await store('evt_1', 'cus_1');
    expect((await parse(['evt_1', 'evt_1'])).size).toBe(1);
    expect(callsBySubject()).toEqual([['cus_1', 1]]);
  });

  it('keeps subjects of different handlers apart, also when they have the same name', async () => {
    await store('evt_1', 'ch_1', 'charge.updated');
    await store('evt_2', 'ch_1', 'charge.dispute.created');
    const disputes: string[] = [];
    const dispute: EventHandler = {
      ...handler,
      handle: async (subject) => {
        disputes.push(subject);
        return { outcome: 'done' };
      },
    };
    await parse(['evt_1', 'evt_2'], { handlers: { charge: handler, 'charge.dispute': dispute } });
    expect(callsBySubject()).toEqual([['ch_1', 1]]);
    expect(disputes).toEqual(['ch_1']);
  });

  it('I10: an object whose handler throws holds up no other', async () => {
    await store('evt_1', 'cus_bad');
    await store('evt_2', 'cus_good');
    const error = new Error('broken');
    result = (subject) => {
      if (subject === 'cus_bad') throw error;
      return { outcome: 'done' };
    };
    const results = await parse(['evt_1', 'evt_2']);
    expect(results.get('evt_1')).toEqual({ outcome: 'unexpected', error });
    expect(results.get('evt_2')).toEqual({ outcome: 'done' });
    expect(await found('evt_1')).toEqual(receivedWebhook({ id: 'evt_1' }));
    expect((await found('evt_2'))?.is_parsed).toBe(true);
  });

  it('I10: a webhook that cannot be read holds up no other', async () => {
    await store('evt_1', 'cus_1');
    await store('evt_2', 'cus_2');
    const find: WebhookStore['find'] = async (id) => {
      if (id === 'evt_1') throw new Error('no answer');
      return webhooks.find(id);
    };
    const results = await parse(['evt_1', 'evt_2'], { webhooks: { ...webhooks, find } });
    expect([...results.values()].map(({ outcome }) => outcome)).toEqual(['unexpected', 'done']);
  });

  it.each(['invoice.paid', 'ping', 'customers.updated', 'constructor.updated', 'charge.dispute.created'])(
    'I9: is done with %s without a call, since nobody handles it',
    async (eventType) => {
      await store('evt_1', 'cus_1', eventType);
      expect((await parse(['evt_1'])).get('evt_1')).toEqual({ outcome: 'done' });
      expect(calls).toEqual([]);
      expect(await found('evt_1')).toMatchObject({ is_parsed: true, parse_error: null });
    },
  );

  it('is done with an event that is about nothing', async () => {
    await store('evt_1', null);
    expect((await parse(['evt_1'])).get('evt_1')).toEqual({ outcome: 'done' });
    expect(calls).toEqual([]);
  });

  it('leaves a webhook as it is when it is for later', async () => {
    await store('evt_1', 'cus_1');
    result = () => ({ outcome: 'later', reason: 'being written' });
    expect((await parse(['evt_1'])).get('evt_1')).toEqual({ outcome: 'later', reason: 'being written' });
    expect(await found('evt_1')).toEqual(receivedWebhook({ id: 'evt_1' }));
    result = () => ({ outcome: 'done' });
    expect((await parse(['evt_1'])).get('evt_1')).toEqual({ outcome: 'done' });
    expect(calls).toHaveLength(2);
  });

  it('is over with what was noted', async () => {
    await store('evt_1', 'cus_1');
    result = () => ({ outcome: 'noted', note: 'not one of ours' });
    await parse(['evt_1']);
    expect(await found('evt_1')).toMatchObject({ is_parsed: true, parse_error: null });
    expect(await outbox()).toBeUndefined();
  });

  it('keeps and signals why it can never be handled', async () => {
    await store('evt_1', 'cus_1');
    result = () => ({ outcome: 'failed', error: 'Stripe does not know customer cus_1' });
    await parse(['evt_1']);
    expect(await found('evt_1')).toMatchObject({
      is_parsed: true,
      parse_error: 'Stripe does not know customer cus_1',
      version: 2,
    });
    expect(await outbox()).toEqual(new Set(['webhook_parse_failed#2#2026-03-01T12:10:00.000Z']));
  });

  it('does not handle again what is parsed', async () => {
    await store('evt_1', 'cus_1');
    await parse(['evt_1']);
    expect((await parse(['evt_1'])).get('evt_1')).toEqual({ outcome: 'done' });
    expect(calls).toHaveLength(1);
    expect((await found('evt_1'))?.version).toBe(2);
  });

  it('notes an id that is not stored here', async () => {
    expect((await parse(['evt_nobody'])).get('evt_nobody')?.outcome).toBe('noted');
  });

  it('asks Stripe no more in this run once it did not answer', async () => {
    for (const n of [1, 2, 3]) await store(`evt_${n}`, `cus_${n}`);
    result = () => {
      throw new StripeUnavailableError('down');
    };
    const results = await parse(['evt_1', 'evt_2', 'evt_3']);
    expect([...results.values()].map(({ outcome }) => outcome)).toEqual(['outage', 'outage', 'outage']);
    expect(calls).toHaveLength(1);
  });

  it('puts off what there is no time for', async () => {
    for (const n of [1, 2]) await store(`evt_${n}`, `cus_${n}`);
    const results = await parse(['evt_1', 'evt_2'], { mayBegin: () => calls.length === 0 });
    expect([...results.values()].map(({ outcome }) => outcome)).toEqual(['done', 'later']);
  });

  describe('recordFailure', () => {
    it('tells nobody of what is not final', async () => {
      await store('evt_1', 'cus_1');
      await recordFailure('evt_1', 'broke off', false, { webhooks, now: () => NOW });
      expect(await found('evt_1')).toMatchObject({ is_parsed: false, parse_error: 'broke off' });
      expect(await outbox()).toBeUndefined();
    });

    it('keeps and signals the error of the last try, and leaves the webhook unparsed', async () => {
      await store('evt_1', 'cus_1');
      await recordFailure('evt_1', 'TypeError: broken', true, { webhooks, now: () => NOW });
      expect(await found('evt_1')).toMatchObject({
        is_parsed: false,
        parse_error: 'TypeError: broken',
        version: 2,
      });
      expect(await outbox()).toEqual(new Set(['webhook_parse_failed#2#2026-03-01T12:10:00.000Z']));
    });

    it('can be parsed well afterwards', async () => {
      await store('evt_1', 'cus_1');
      await recordFailure('evt_1', 'broken', true, { webhooks, now: () => NOW });
      await parse(['evt_1']);
      expect(await found('evt_1')).toMatchObject({ is_parsed: true, parse_error: null, version: 3 });
    });

    it('says nothing of what is parsed meanwhile, or not stored', async () => {
      await store('evt_1', 'cus_1');
      await parse(['evt_1']);
      await recordFailure('evt_1', 'late', true, { webhooks, now: () => NOW });
      await recordFailure('evt_nobody', 'late', true, { webhooks, now: () => NOW });
      expect(await found('evt_1')).toMatchObject({ parse_error: null, version: 2 });
      expect(await allItems(table)).toHaveLength(1);
    });
  });
});

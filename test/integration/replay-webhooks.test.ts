import * as v from 'valibot';
import type { RunOptions } from '../../lib/command/command';
import { runCommand } from '../../lib/command/run-command';
import type { Table } from '../../lib/dynamo/client';
import { storedWebhooks } from '../../lib/dynamo/stored-webhooks';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { replayChosen } from '../../lib/webhook/replay-chosen';
import type { Webhook } from '../../lib/webhook/webhook';
import { WebhookChoice } from '../../lib/webhook/webhook-choice';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const HOUR_MS = 3600_000;
const NOW = Date.now();
const RUN: RunOptions = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };
const ago = (ms: number) => new Date(NOW - ms).toISOString();

/** What is stored: by age in hours, `event_type`, and what came of it. */
const STORED: Partial<Webhook>[] = [
  { id: 'evt_done', created: ago(5 * HOUR_MS), is_parsed: true },
  { id: 'evt_refused', created: ago(4 * HOUR_MS), is_parsed: true, parse_error: 'unknown' },
  { id: 'evt_broken', created: ago(3 * HOUR_MS), parse_error: 'TypeError: x' },
  { id: 'evt_stuck', created: ago(2 * HOUR_MS), event_type: 'invoice.paid' },
  { id: 'evt_fresh', created: ago(1_000), event_type: 'invoice.paid' },
];

describe('replay-webhooks', () => {
  let table: Table;
  let slept: number[];
  beforeEach(async () => {
    table = await recordsTable();
    slept = [];
    for (const fields of STORED) await store().insert(receivedWebhook(fields), '{}');
  });
  afterEach(() => table.client.destroy());

  const store = () => webhookStore(table, memoryPayloads());
  const work = (choice: object, options = RUN) => {
    let now = NOW;
    return replayChosen(v.parse(WebhookChoice, choice), options, {
      webhooks: store(),
      ...storedWebhooks(table),
      now: () => now,
      time: {
        now: () => now,
        sleep: async (ms) => {
          slept.push(ms);
          now += ms;
        },
      },
    });
  };
  const run = async (choice: object, options = RUN, after: string | null = null) =>
    runCommand('replay-webhooks', work(choice, options), options, after, {
      describe: String,
      now: () => NOW,
    });
  const replayed = async () => {
    const found = await Promise.all(STORED.map(({ id }) => store().find(id ?? '')));
    return found.flatMap((each) => (each && each.webhook.replays > 0 ? [each.webhook.id] : [])).sort();
  };

  it.each<[string, object, string[]]>([
    ['those that failed', { failed: true }, ['evt_broken', 'evt_refused']],
    ['those of a type, but not what is on its way', { types: ['invoice.*'] }, ['evt_stuck']],
    [
      'those received since, but not what is finished',
      { since: ago(3.5 * HOUR_MS) },
      ['evt_broken', 'evt_stuck'],
    ],
    ['what meets every choice', { failed: true, since: ago(3.5 * HOUR_MS) }, ['evt_broken']],
    [
      'finished ones too, with force',
      { types: ['customer.updated'], force: true },
      ['evt_broken', 'evt_done', 'evt_refused'],
    ],
    ['named ones', { ids: ['evt_broken', 'evt_stuck'] }, ['evt_broken', 'evt_stuck']],
    ['a finished one that is named, with force', { ids: ['evt_done'], force: true }, ['evt_done']],
  ])('replays %s', async (_, choice, ids) => {
    const { summary } = await run(choice);
    expect(summary).toMatchObject({ changed: ids.length, failed: 0 });
    expect(await replayed()).toEqual(ids);
    // Told once more: unparsed, without its error.
    for (const id of ids) {
      expect((await store().find(id))?.webhook).toMatchObject({ is_parsed: false, parse_error: null });
    }
  });

  it('replays nothing on a dry run, and says what it would', async () => {
    const { summary } = await run({ failed: true }, { ...RUN, dryRun: true });
    expect(summary).toMatchObject({ processed: 2, changed: 2 });
    expect(await replayed()).toEqual([]);
  });

  it('says of named ones that they are finished, or not there', async () => {
    const { summary } = await run({ ids: ['evt_done', 'evt_none', 'evt_broken'] });
    expect(summary).toMatchObject({ changed: 1, failed: 2 });
    expect(summary.errors.map(({ id, message }) => [id, message])).toEqual([
      ['evt_done', 'Error: It is finished. With force it is replayed all the same.'],
      ['evt_none', 'Error: There is no such webhook.'],
    ]);
  });

  it('does nothing the second time: what was replayed is on its way', async () => {
    await run({ failed: true });
    expect((await run({ failed: true })).summary).toMatchObject({ changed: 0 });
  });

  it('replays so many a second', async () => {
    await run({ failed: true, types: [], rate: 0.5 });
    expect(slept).toEqual([2_000]);
  });

  it('goes on where a run of the same choice was cut short, and nowhere else', async () => {
    const options = { ...RUN, limit: 1 };
    const first = await run({ failed: true }, options);
    expect(first).toMatchObject({ isCut: true, summary: { processed: 1 } });
    const other = await run({ types: ['customer.updated'] }, { ...RUN, dryRun: true }, first.position);
    expect(other.summary.processed).toBe(STORED.length);
    const rest = await run({ failed: true }, RUN, first.position);
    expect(rest.summary).toMatchObject({ processed: 1, changed: 1 });
    expect(await replayed()).toEqual(['evt_broken', 'evt_refused']);
  });

  it('counts what it looks at', async () => {
    expect(await work({ failed: true }).count()).toBe(2);
    expect(await work({ since: ago(2.5 * HOUR_MS) }).count()).toBe(2);
    expect(await work({ ids: ['evt_1'] }).count()).toBe(1);
  });
});

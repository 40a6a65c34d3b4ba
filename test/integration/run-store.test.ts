import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RunRecord } from '../../lib/command/run-record';
import type { Table } from '../../lib/dynamo/client';
import { runStore } from '../../lib/dynamo/run-store';
import { allItems, recordsTable } from '../fixtures/records-table';

const STARTED = '2026-03-01T12:00:00.000Z';
const run = (change: Partial<RunRecord> = {}): RunRecord => ({
  id: 'srun_01',
  command: 'sweep',
  status: 'running',
  dry_run: false,
  started: STARTED,
  ended: null,
  updated: STARTED,
  summary: null,
  note: null,
  parts_sent: null,
  ...change,
});

describe('runStore', () => {
  let table: Table;
  beforeEach(async () => {
    table = await recordsTable();
  });
  afterEach(() => table.client.destroy());

  it('gives back a run as it stands last, with its summary', async () => {
    const runs = runStore(table);
    await runs.put(run());
    const summary = {
      command: 'sweep',
      processed: 2,
      changed: 1,
      skipped: 0,
      failed: 1,
      errors: [{ id: 'a', message: 'broken' }],
      duration_ms: 5,
    };
    const ended = run({ status: 'failed', ended: '2026-03-01T12:00:05.000Z', summary, note: 'why' });
    await runs.put(ended);
    expect(await runs.find('sweep', 'srun_01')).toEqual(ended);
    expect(await runs.find('charge-stripe', 'srun_01')).toBeNull();
  });

  it("lists a command's runs newest first, page by page, and no other's", async () => {
    const runs = runStore(table);
    for (const id of ['srun_02', 'srun_01', 'srun_03']) await runs.put(run({ id }));
    await runs.put(run({ id: 'srun_04', command: 'charge-stripe' }));
    const ids = async (after: string | null, limit: number) =>
      (await runs.page('sweep', after, limit)).map(({ id }) => id);
    expect(await ids(null, 2)).toEqual(['srun_03', 'srun_02']);
    expect(await ids('srun_02', 2)).toEqual(['srun_01']);
    expect(await ids('srun_01', 2)).toEqual([]);
  });

  it('marks a run so that the table deletes it after 90 days', async () => {
    await runStore(table).put(run());
    const [item] = await allItems(table);
    expect(item?.['expires_at']).toBe(Date.parse('2026-05-30T12:00:00Z') / 1000);
  });

  it('takes a run from before there were workers for one without', async () => {
    const { parts_sent: _, ...old } = run();
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { pk: 'runs#sweep', sk: old.id, ...old } }),
    );
    expect(await runStore(table).find('sweep', old.id)).toEqual(run());
  });
});

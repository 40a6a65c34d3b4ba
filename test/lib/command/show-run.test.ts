import type { PartRecord } from '../../../lib/command/part';
import type { RunRecord } from '../../../lib/command/run-record';
import { showRun } from '../../../lib/command/show-run';

const STARTED = '2026-03-01T12:00:00.000Z';
const run = (change: Partial<RunRecord> = {}): RunRecord => ({
  ...{ id: 'srun_01', command: 'sweep', status: 'running', dry_run: false, started: STARTED, ended: null },
  ...{ updated: STARTED, summary: null, note: null, parts_sent: null },
  ...change,
});
const at = (minutes: number) => Date.parse(STARTED) + minutes * 60_000;
const show = (record: RunRecord, minutes: number, parts: PartRecord[] = []) =>
  showRun(record, { of: async () => parts, isStopped: async () => false }, at(minutes));
const statusOf = async (...args: Parameters<typeof show>) => (await show(...args)).status;

describe('showRun', () => {
  it('shows one that has not been heard of for longer than a function may run as broken off', async () => {
    expect(await statusOf(run(), 15)).toBe('running');
    expect(await statusOf(run(), 17)).toBe('broken_off');
    expect(await statusOf(run({ updated: '2026-03-01T12:10:00.000Z' }), 17)).toBe('running');
    expect(await statusOf(run({ status: 'succeeded' }), 1_000)).toBe('succeeded');
  });

  it('does not show what only the run itself needs', async () => {
    const view = await show(run(), 1);
    expect(view).not.toHaveProperty('updated');
    expect(view).not.toHaveProperty('parts_sent');
    expect(view.parts).toBeNull();
  });

  it('asks for no parts of a run that has none', async () => {
    const never = async () => {
      throw new Error('asked');
    };
    await expect(showRun(run(), { of: never, isStopped: never }, at(1))).resolves.toMatchObject({
      parts: null,
    });
  });

  it('knows a part of a run whose function was killed before it could say that it sent it', async () => {
    const summary = {
      command: 'sweep',
      processed: 2,
      changed: 2,
      skipped: 0,
      failed: 0,
      errors: [],
      duration_ms: 9,
    };
    const part = { run: 'srun_01', id: '1', summary, left: [], updated: '2026-03-01T12:10:00.000Z' };
    const killed = run({ parts_sent: 0 });
    expect(await show(killed, 17, [part])).toMatchObject({ status: 'running', parts: { sent: 1, done: 1 } });
    expect(await show(killed, 27, [part])).toMatchObject({ status: 'broken_off', summary: { changed: 2 } });
  });
});

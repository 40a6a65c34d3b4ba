import type { Due } from '../../../lib/command/command';
import { type HandOverPorts, handOver, PART_RECORDS } from '../../../lib/command/hand-over';
import type { Part } from '../../../lib/command/part';

describe('handOver', () => {
  let sent: Part[][];
  let told: number[];
  let now: number;
  beforeEach(() => {
    sent = [];
    told = [];
    now = 0;
  });
  const hand = (count: number, change: Partial<HandOverPorts<Due>> = {}) =>
    handOver(
      (async function* () {
        for (let i = 1; i <= count; i += 1) {
          now += 1;
          yield { id: `r${i}`, position: `at-${i}` };
        }
      })(),
      { command: 'sweep', run: 'srun_1', deadline: 10_000, after: 'at-0' },
      {
        send: async (parts) => {
          sent.push(parts);
          return parts.length;
        },
        newId: () => `part-${told.length}-${Math.random()}`,
        now: () => now,
        sent: (parts) => told.push(parts),
        ...change,
      },
    );

  it('sends nothing where nothing is left', async () => {
    expect(await hand(0)).toEqual({ parts: 0, records: 0, position: null, error: null });
    expect(sent).toEqual([]);
  });

  it('sends ten messages at once, each record in one, and says how many', async () => {
    const count = 12 * PART_RECORDS + 1;
    expect(await hand(count)).toEqual({ parts: 13, records: count, position: null, error: null });
    expect([sent.map((batch) => batch.length), told]).toEqual([
      [10, 3],
      [10, 13],
    ]);
    const parts = sent.flat();
    expect(parts.flatMap(({ records }) => records.map(({ id }) => id))).toEqual(
      Array.from({ length: count }, (_, i) => `r${i + 1}`),
    );
    expect(new Set(parts.map(({ id }) => id)).size).toBe(13);
    expect(parts[0]).toMatchObject({ command: 'sweep', run: 'srun_1' });
  });

  it('sends what it has when its time is over, and the next run goes on from there', async () => {
    now = 10_000 - 71;
    expect(await hand(500)).toMatchObject({ parts: 2, records: 70, position: 'at-70', error: null });
  });

  it('says so when the queue does not take all, and the next run begins with those again', async () => {
    const send = async () => (told.length === 0 ? 10 : 9);
    const handed = await hand(20 * PART_RECORDS, { send });
    expect(handed).toMatchObject({ parts: 19, position: `at-${10 * PART_RECORDS}` });
    expect(handed.error).toEqual(new Error('The queue took 9 of 10 messages.'));
  });
});

import { type Publication, publishSignals } from '../../../lib/signals/publish-signals';
import type { Signal } from '../../../lib/signals/signal';

const signal = (bytes = 10): Signal => ({ name: 'stripe_customer_updated', json: 'x'.repeat(bytes) });

describe('publishSignals', () => {
  let settled: string[];
  let calls: number[];
  const publication = (ref: string, signals = [signal()]): Publication => ({
    ref,
    signals,
    settle: async () => {
      settled.push(ref);
    },
  });
  const bus = (refuse: (i: number) => boolean = () => false) => ({
    put: async (signals: Signal[]) => {
      calls.push(signals.length);
      return signals.map((_, i) => !refuse(i));
    },
  });
  const many = (count: number, bytes?: number) =>
    Array.from({ length: count }, (_, i) => publication(String(i), [signal(bytes)]));
  beforeEach(() => {
    settled = [];
    calls = [];
  });

  it('puts ten at a time', async () => {
    expect(await publishSignals(many(23), bus())).toEqual(new Set());
    expect(calls).toEqual([10, 10, 3]);
    expect(settled).toHaveLength(23);
  });

  it('keeps a call below what the bus takes', async () => {
    await publishSignals(many(5, 400_000), bus());
    expect(calls).toEqual([2, 2, 1]);
  });

  it('reports and does not settle what the bus refused, entry by entry', async () => {
    expect(
      await publishSignals(
        many(3),
        bus((i) => i === 1),
      ),
    ).toEqual(new Set(['1']));
    expect(settled).toEqual(['0', '2']);
  });

  it('reports all of a call that failed, and goes on with the next', async () => {
    let first = true;
    const flaky = {
      put: async (signals: Signal[]) => {
        if (first) {
          first = false;
          throw new Error('down');
        }
        return signals.map(() => true);
      },
    };
    expect((await publishSignals(many(12), flaky)).size).toBe(10);
    expect(settled).toEqual(['10', '11']);
  });

  it('reports a record whose outbox could not be settled', async () => {
    const stuck = { ...publication('9'), settle: () => Promise.reject(new Error('throttled')) };
    expect(await publishSignals([publication('1'), stuck], bus())).toEqual(new Set(['9']));
  });

  it('settles a record with several signals only when all are told', async () => {
    const two = publication('a', [signal(), signal()]);
    expect(
      await publishSignals(
        [two],
        bus((i) => i === 1),
      ),
    ).toEqual(new Set(['a']));
    expect(settled).toEqual([]);
  });
});

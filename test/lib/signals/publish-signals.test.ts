import { type Publication, publishSignals } from '../../../lib/signals/publish-signals';
import type { Signal } from '../../../lib/signals/signal';

const signal = (bytes = 10): Signal => ({
  name: 'stripe_customer_updated',
  id: 'stripe_customer_updated:scus_1:1',
  json: 'x'.repeat(bytes),
});

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
      return signals.map((_, i) => (refuse(i) ? { reason: 'MalformedDetail: no', lasting: true } : null));
    },
  });
  const many = (count: number, bytes?: number) =>
    Array.from({ length: count }, (_, i) => publication(String(i), [signal(bytes)]));
  beforeEach(() => {
    settled = [];
    calls = [];
  });

  it('puts ten at a time', async () => {
    expect((await publishSignals(many(23), bus())).size).toBe(0);
    expect(calls).toEqual([10, 10, 3]);
    expect(settled).toHaveLength(23);
  });

  it('keeps a call below what the bus takes', async () => {
    await publishSignals(many(5, 400_000), bus());
    expect(calls).toEqual([2, 2, 1]);
  });

  it('reports and does not settle what the bus refused, entry by entry', async () => {
    const failures = await publishSignals(
      many(3),
      bus((i) => i === 1),
    );
    expect([...failures]).toEqual([['1', { reason: 'MalformedDetail: no', lasting: true }]]);
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
        return signals.map(() => null);
      },
    };
    const failures = await publishSignals(many(12), flaky);
    expect(failures.size).toBe(10);
    expect(failures.get('0')).toEqual({ reason: 'Error: down', lasting: false });
    expect(settled).toEqual(['10', '11']);
  });

  it('reports a record whose outbox could not be settled', async () => {
    const stuck = { ...publication('9'), settle: () => Promise.reject(new Error('throttled')) };
    expect([...(await publishSignals([publication('1'), stuck], bus())).keys()]).toEqual(['9']);
  });

  it('settles a record with several signals only when all are told', async () => {
    const two = publication('a', [signal(), signal()]);
    expect([
      ...(
        await publishSignals(
          [two],
          bus((i) => i === 1),
        )
      ).keys(),
    ]).toEqual(['a']);
    expect(settled).toEqual([]);
  });
});

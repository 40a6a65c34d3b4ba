import { signalBus } from '../../lib/eventbridge/signal-bus';
import { METRICS } from '../../lib/runtime/metric-names';
import { countMetrics } from '../../lib/runtime/metrics';
import type { SignalBus } from '../../lib/signals/publish-signals';
import type { Signal } from '../../lib/signals/signal';

/** Signals that a log line names at most; what a batch holds beyond that, it counts. */
const NAMED = 100;

export interface CountedBus extends SignalBus {
  /** Counts what the bus took since the last time, by name, and says which signals those were. */
  tell(): { signals: number; published: string[]; correlation_id: string[] };
}

/** A bus that keeps count, for a function to tell of once a batch or a run. */
export function countedBus(busName: string, stage: string): CountedBus {
  const bus = signalBus(busName);
  const count = countMetrics('signals', stage);
  let taken: Signal[] = [];
  return {
    put: async (signals) => {
      const failures = await bus.put(signals);
      taken.push(...signals.filter((_, i) => failures[i] === null));
      return failures;
    },
    tell: () => {
      const counts = METRICS.signals.map((name) => [name, taken.filter((one) => one.name === name).length]);
      count(Object.fromEntries(counts.filter(([, times]) => times !== 0)));
      const ids = taken.map(({ id }) => id);
      taken = [];
      const published = ids.slice(0, NAMED);
      return { signals: ids.length, published, correlation_id: [...new Set(published.map(recordOf))] };
    },
  };
}

/** Of `signal:record_id:record_version`. The record of a webhook is Stripe's event. */
function recordOf(signalId: string): string {
  return signalId.split(':').slice(1, -1).join(':');
}

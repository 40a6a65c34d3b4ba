import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS_NAMESPACE, type MetricSource, type NameOf } from './metric-names';

export type Count<Source extends MetricSource> = (counts: Partial<Record<NameOf<Source>, number>>) => void;

/**
 * Writes counts through the log, where CloudWatch makes metrics of them, with the dimensions `service` (the source)
 * and `stage`. Each call is a line of the log: not for what happens at every request.
 */
export function countMetrics<Source extends MetricSource>(source: Source, stage: string): Count<Source> {
  const metrics = new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: source,
    defaultDimensions: { stage },
  });
  return (counts) => {
    const given = Object.entries<number | undefined>(counts).filter(([, value]) => value !== undefined);
    if (given.length === 0) return;
    for (const [name, value] of given) metrics.addMetric(name, MetricUnit.Count, value ?? 0);
    metrics.publishStoredMetrics();
  };
}

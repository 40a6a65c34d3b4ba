import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS_NAMESPACE } from './metrics-namespace';

/** Writes counts through the log, where CloudWatch makes metrics of them, with the dimensions `service` and `stage`. */
export function countMetrics(functionName: string, stage: string): (counts: Record<string, number>) => void {
  const metrics = new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: functionName,
    defaultDimensions: { stage },
  });
  return (counts) => {
    for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
}

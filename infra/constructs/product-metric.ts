import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE, type MetricSource, type NameOf } from '../../lib/runtime/metric-names';
import { SUM } from './alarms';

/** A metric that functions of this stage count: see lib/runtime/metric-names.ts. Added up over five minutes. */
export function productMetric<Source extends MetricSource>(
  stage: string,
  source: Source,
  metricName: NameOf<Source>,
  options: MetricOptions = {},
): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: source, stage },
    ...SUM,
    ...options,
  });
}

/**
 * The sum of metrics, of which an alarm may have ten. One without data counts as nothing. `name`: of lower-case
 * letters, another one for each sum of a graph.
 */
export function sumOf(metrics: IMetric[], period: Duration, name = 'm'): MathExpression {
  const ids = metrics.map((_, i) => `${name}${i}`);
  return new MathExpression({
    expression: ids.map((id) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, i) => [`${name}${i}`, metric])),
    period,
    label: name,
  });
}

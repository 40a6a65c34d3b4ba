/** Where CloudWatch shows the product's own metrics: functions write them there, alarms read them. */
export const METRICS_NAMESPACE = 'aa-stripe';

import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Foundation } from './foundation';
import { productMetric } from './product-metric';

/** One may be a stranger who tries the door; Stripe sends several events for each payment. */
const SIGNATURES_TO_RING = 4;

/** What arrives, and whether it is handled. */
export class WebhookAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, config: { stage } }: Foundation) {
    super(scope, id);
    alarms.above('WebhooksFailed', 0, {
      severity: 'morning',
      means:
        'Webhooks were read and could not be handled: the records they are about may differ from Stripe.',
      act: 'list webhooks with ?failed=true and read parse_error; replay them once the reason is gone.',
      runbook: 'webhooks-failed',
      metric: productMetric(stage, 'signals', 'webhook_parse_failed'),
    });
    alarms.above('SignaturesRefused', SIGNATURES_TO_RING, {
      severity: 'urgent',
      means:
        "Deliveries are refused for their signature: a signing secret is wrong and Stripe's events do not arrive, or somebody sends forged ones.",
      act: 'compare with the deliveries that Stripe shows for the endpoint: if those fail too, npm run setup mends the secret.',
      runbook: 'signatures-refused',
      metric: productMetric(stage, 'webhooks', 'SignaturesRefused'),
    });
    alarms.above('OtherModeRefused', 0, {
      severity: 'morning',
      means:
        'Events of the other mode (test or live) arrive and are refused: an endpoint at Stripe points at the wrong stage.',
      act: "remove this stage's URL from the other mode's webhook endpoints in the Dashboard.",
      runbook: 'other-mode-refused',
      metric: productMetric(stage, 'webhooks', 'OtherModeRefused', { period: Duration.hours(1) }),
    });
    alarms.above('EventsMissing', 0, {
      severity: 'morning',
      means: 'Stripe had events that never arrived here. They are fed in, hours late.',
      act: 'see in the Dashboard, at the webhook endpoint, why their deliveries failed.',
      runbook: 'events-missing',
      metric: productMetric(stage, 'reconcile-webhooks', 'EventsMissing'),
    });
    alarms.above('MirrorsDrifted', 0, {
      severity: 'morning',
      means: 'Records here differed from Stripe. They are mended, but somebody may have seen wrong ones.',
      act: 'the log of reconcile-webhooks names them; find out which event should have told.',
      runbook: 'mirrors-drifted',
      metric: productMetric(stage, 'reconcile-webhooks', 'MirrorsDrifted'),
    });
  }
}

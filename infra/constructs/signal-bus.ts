import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { SIGNAL_SOURCE } from '../../lib/signals/signal';
import { type Alarms, HIGHEST } from './alarms';
import type { Encryption } from './encryption';
import { letSend, sealedQueue } from './sealed-queue';

export interface SignalBusProps {
  name: string;
  encryption: Encryption;
  alarms: Alarms;
  /** How long signals are kept to be replayed; 0: not at all. */
  archiveDays: number;
}

/** The bus that tells the world what happened, and its archive. */
export class SignalBus extends Construct {
  readonly bus: EventBus;

  constructor(
    scope: Construct,
    id: string,
    { name, encryption: { key }, alarms, archiveDays }: SignalBusProps,
  ) {
    super(scope, id);
    this.bus = key ? this.sealedBus(name, key, alarms) : new EventBus(this, 'Bus', { eventBusName: name });
    if (archiveDays === 0) return;
    new CfnArchive(this, 'Archive', {
      archiveName: name,
      description: 'Signals, to be replayed to the rules that are there then',
      sourceArn: this.bus.eventBusArn,
      eventPattern: { source: [SIGNAL_SOURCE] },
      retentionDays: archiveDays,
      ...(key && { kmsKeyIdentifier: key.keyArn }),
    });
  }

  /** What the bus has taken and the key then does not open would be gone: it needs a place to go. */
  private sealedBus(name: string, kmsKey: IKey, alarms: Alarms): EventBus {
    const deadLetterQueue = sealedQueue(this, 'DeadLetters', kmsKey);
    const bus = new EventBus(this, 'Bus', { eventBusName: name, kmsKey, deadLetterQueue });
    letSend(deadLetterQueue, 'FromTheBus', bus.eventBusArn);
    alarms.above('SignalsLostOnBus', 0, {
      severity: 'urgent',
      means: 'The bus could not use the customer key: signals reach nobody, and webhooks are not parsed.',
      act: 'see that the key is enabled and still lets EventBridge use it, then move the messages back.',
      runbook: 'signals-lost-on-the-bus',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
    });
    return bus;
  }
}

import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { SIGNAL_SOURCE } from '../../lib/signals/signal';
import type { Encryption } from './encryption';

export interface SignalBusProps {
  name: string;
  encryption: Encryption;
  /** How long signals are kept to be replayed; 0: not at all. */
  archiveDays: number;
}

/** The bus that tells the world what happened, and its archive. */
export class SignalBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { name, encryption, archiveDays }: SignalBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: name,
      ...(encryption.key && { kmsKey: encryption.key }),
    });
    if (archiveDays === 0) return;
    new CfnArchive(this, 'Archive', {
      archiveName: name,
      description: 'Signals, to be replayed to the rules that are there then',
      sourceArn: this.bus.eventBusArn,
      eventPattern: { source: [SIGNAL_SOURCE] },
      retentionDays: archiveDays,
      ...(encryption.key && { kmsKeyIdentifier: encryption.key.keyArn }),
    });
  }
}

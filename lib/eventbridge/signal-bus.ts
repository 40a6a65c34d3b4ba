import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Failure, SignalBus } from '../signals/publish-signals';
import { SIGNAL_SOURCE } from '../signals/signal';

/** The bus consumers subscribe to. PutEvents may take some entries and refuse others, without throwing. */
export function signalBus(busName: string): SignalBus {
  const client = new EventBridgeClient({});
  return {
    put: async (signals) => {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: signals.map(({ name, json }) => ({
            EventBusName: busName,
            Source: SIGNAL_SOURCE,
            DetailType: name,
            Detail: json,
          })),
        }),
      );
      return signals.map((_, i) => failureOf(Entries[i]));
    },
  };
}

/** The bus says so when it is busy or broken; anything else is wrong with the entry and stays wrong. */
const PASSES = /throttl|internal|unavailable/i;

function failureOf(entry: PutEventsResultEntry | undefined): Failure | null {
  if (entry?.EventId) return null;
  const code = entry?.ErrorCode ?? 'InternalFailure';
  return {
    reason: `${code}: ${entry?.ErrorMessage ?? 'no answer for this entry'}`,
    lasting: !PASSES.test(code),
  };
}

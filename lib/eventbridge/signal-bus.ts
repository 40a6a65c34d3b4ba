import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SignalBus } from '../signals/publish-signals';
import { SIGNAL_SOURCE } from '../signals/signal';

/** The bus consumers subscribe to. PutEvents may take some entries and refuse others, without throwing. */
export function signalBus(busName: string): SignalBus {
  const client = new EventBridgeClient({});
  return {
    put: async (signals) => {
      const { Entries = [], FailedEntryCount = 0 } = await client.send(
        new PutEventsCommand({
          Entries: signals.map(({ name, json }) => ({
            EventBusName: busName,
            Source: SIGNAL_SOURCE,
            DetailType: name,
            Detail: json,
          })),
        }),
      );
      return signals.map((_, i) => FailedEntryCount === 0 || Entries[i]?.EventId !== undefined);
    },
  };
}

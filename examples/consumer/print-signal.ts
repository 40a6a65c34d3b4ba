import type { SignalEvent } from '../../lib/signals/contract';

/**
 * Prints the signals it gets. Delivery is at least once and in no promised order: a consumer that acts on a
 * signal keeps the `detail.id` it has seen, and fetches the record where it needs its present state.
 */
export const handler = async (event: SignalEvent): Promise<void> => {
  const { id, record_id, occurred_at } = event.detail;
  console.log(
    JSON.stringify({ message: 'signal', signal: event['detail-type'], id, record_id, occurred_at }),
  );
};

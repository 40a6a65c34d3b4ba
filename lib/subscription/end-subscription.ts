import type { RunOptions, Step } from '../command/command';
import { dayInOneHour } from './calendar-day';
import { cancelSubscription } from './cancel-subscription';
import type { SubscriptionCoursePorts } from './ports';
import { isToBeEnded } from './subscription';

/**
 * Ends a subscription whose end date has come, with the period that is paid for.
 * @throws Error if Stripe refuses or breaks off, StripeDeniedError if no other will work either
 */
export async function endSubscription(
  id: string,
  options: Pick<RunOptions, 'dryRun'>,
  ports: SubscriptionCoursePorts & { timeZone: string },
): Promise<Step> {
  const subscription = await ports.subscriptions.find(id);
  if (!subscription || !isToBeEnded(subscription) || subscription.operation !== null) return 'skipped';
  const { end_date: endDate } = subscription;
  if (endDate === null || endDate > dayInOneHour(ports.time.now(), ports.timeZone)) return 'skipped';
  if (options.dryRun) return 'changed';
  const ended = await cancelSubscription(id, true, ports);
  switch (ended.outcome) {
    case 'canceled':
      return 'changed';
    // Somebody else was faster.
    case 'wrong-state':
    case 'not-found':
      return 'skipped';
    case 'refused':
      throw new Error(`Stripe did not end it: ${ended.message}`);
    case 'unknown':
      throw new Error('Stripe broke off ending it; what came of that is being found out.');
  }
}

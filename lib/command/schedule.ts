import type { CommandName } from './command';

/** How often each command runs by itself, in minutes; null: by hand only. */
export const EVERY_MINUTES: Record<CommandName, number | null> = {
  'charge-stripe': 15,
  'end-subscriptions': 60,
  'refresh-coupons': 24 * 60,
  'refresh-customers': 24 * 60,
  'check-pending-webhooks': 60,
  'reconcile-webhooks': 6 * 60,
  'replay-webhooks': null,
  sweep: 5,
  'recover-operations': 1,
  'release-imported': null,
  // Daily where the configuration says how long raw data is kept.
  'expire-webhook-bodies': null,
  'erase-owner': null,
  'export-owner': null,
};

const DAY = 24 * 60;

/** How often it runs where raw data is kept for so many days; 0: for ever. */
export function everyMinutes(name: CommandName, webhookBodyDays: number): number | null {
  return name === 'expire-webhook-bodies' && webhookBodyDays > 0 ? DAY : EVERY_MINUTES[name];
}

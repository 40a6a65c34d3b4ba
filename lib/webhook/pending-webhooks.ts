import type { RunOptions } from '../command/command';
import { type StripeEndpoint, subscribedEvents } from './subscribed-events';

export interface PendingPorts {
  /** The endpoint with our URL; null if Stripe has none. @throws StripeDeniedError, StripeUnavailableError */
  endpoint(): Promise<StripeEndpoint | null>;
  /** Ids of events whose delivery has not succeeded, made between the two times (ms), of these types. */
  undelivered(types: string[], from: number, to: number): AsyncIterable<string>;
  /** Writes what was found, from which its signal is derived. */
  report(pending: string[]): Promise<void>;
  /** Mails the admins. @throws Error that says what is missing if nobody can be mailed */
  mailAdmins(subject: string, text: string): Promise<void>;
  now(): number;
}

export interface PendingSettings {
  /** How many events may be pending before the admins are told. */
  threshold: number;
  /** The site, as the mail names it. */
  domain: string;
  stage: string;
}

const HOUR_MS = 3600_000;

/** More webhooks are pending than the threshold allows; the run fails, so that it is seen. */
export class PendingWebhooksError extends Error {
  override readonly name = 'PendingWebhooksError';
}

/**
 * Ids of events that Stripe could not deliver: of a type the endpoint is subscribed to, younger than the endpoint,
 * older than an hour (or `olderThan`). Those that are not stored here are pending.
 * @throws Error that says the cure if Stripe does not know our endpoint
 */
export async function* undeliveredEvents(
  options: RunOptions,
  ports: Pick<PendingPorts, 'endpoint' | 'undelivered' | 'now'>,
): AsyncGenerator<string> {
  const { types, from } = await subscribedEvents(ports.endpoint, ports.now());
  const to = ports.now() - (options.olderThan ?? HOUR_MS);
  yield* ports.undelivered(types, from, to);
}

/** Tells of pending events, in a signal and a mail, where there are too many. @throws PendingWebhooksError */
export async function judgePending(
  pending: string[],
  options: RunOptions,
  settings: PendingSettings,
  ports: Pick<PendingPorts, 'report' | 'mailAdmins' | 'now'>,
): Promise<void> {
  if (pending.length <= settings.threshold) return;
  if (!options.dryRun) {
    await ports.report(pending);
    await ports.mailAdmins(SUBJECT, textOf(pending, settings, ports.now()));
  }
  throw new PendingWebhooksError(
    `${pending.length} webhooks are pending at Stripe, more than ${settings.threshold}: ${pending.join(', ')}`,
  );
}

const SUBJECT = 'Stripe webhooks pending threshold exceeded';

function textOf(pending: string[], { domain, stage, threshold }: PendingSettings, now: number): string {
  return [
    `${pending.length} webhooks are pending at Stripe for ${domain}; the threshold is ${threshold}.`,
    `Server environment: ${stage}`,
    `Time: ${new Date(now).toISOString()}`,
    '',
    'Pending events:',
    ...pending,
  ].join('\n');
}

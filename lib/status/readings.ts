import type { CommandName } from '../command/command';
import type { RunView } from '../command/run-record';
import type { PauseSetting } from '../command/settings';
import type { WebhookEndpoint } from '../setup/ports';
import type { Reading } from './line';

/** How many wait in a list, counted up to a bound. */
export interface Backlog {
  count: number;
  /** There are more than `count`. */
  isMore: boolean;
  /** ISO 8601; null if there is none. */
  oldest: string | null;
}

/** What the secret holds, without its content. */
export interface SecretState {
  /** Null if it has no API key. */
  keyMode: 'live' | 'test' | 'unknown' | null;
  webhookSecrets: number;
}

/** Everything that status looks at. */
export interface StatusReadings {
  stack: string;
  livemode: boolean;
  isLocal: boolean;
  /** When the stack was first deployed (ms); null if that is not known. */
  created: number | null;
  webhookUrl: string;
  /** The version of Stripe's API that events must come in. */
  apiVersion: string;
  paused: Reading<PauseSetting>;
  /** The newest webhook; null if there was none ever. */
  lastWebhook: Reading<{ event_type: string; created: string } | null>;
  unparsed: Reading<Backlog>;
  failedWebhooks: Reading<Backlog>;
  unpublished: Reading<Backlog>;
  /** Messages in the queue to the handlers, and given up. */
  parseQueue: Reading<number>;
  deadLetters: Reading<number>;
  /** Changes of the table that could not be published for most of a day: objects in the bucket. */
  streamFailures: Reading<Backlog>;
  dueCharges: Reading<Backlog>;
  unknownCharges: Reading<Backlog>;
  actionRequired: Reading<Backlog>;
  /** Writes to Stripe whose lease has ended. */
  openOperations: Reading<Backlog>;
  lastRuns: Record<CommandName, Reading<RunView | null>>;
  secret: Reading<SecretState>;
  endpoints: Reading<WebhookEndpoint[]>;
  /** Names of alarms that are on; null where there are none, as on the local stack. */
  alarms: Reading<string[] | null>;
}

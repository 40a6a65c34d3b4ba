import type { At } from '../command/to-run';
import type { SecretContent } from './secret-content';

/** A webhook endpoint at Stripe. Times in milliseconds. */
export interface WebhookEndpoint {
  /** `we_…`. */
  id: string;
  url: string;
  /** Types it is subscribed to; `*` is all. */
  events: string[];
  isEnabled: boolean;
  apiVersion: string | null;
  created: number;
  /** The stack whose setup made it; null if it was registered otherwise. */
  stack: string | null;
  /** Since when it, or those that it takes the place of, have been there. */
  since: number;
  /** Since when it has been subscribed to what it should; null if that is not said. */
  active: number | null;
}

export interface NewEndpoint {
  url: string;
  events: string[];
  stack: string;
  since: number | null;
}

/** @throws StripeDeniedError, StripeUnavailableError */
export interface StripeEndpoints {
  /** The version that events must be rendered in. */
  apiVersion: string;
  /** Newest first. */
  list(): Promise<WebhookEndpoint[]>;
  /** Only the answer to this shows the secret. */
  create(endpoint: NewEndpoint): Promise<{ endpoint: WebhookEndpoint; secret: string }>;
  /** Also enables it. @throws SetupError if it is gone */
  change(id: string, change: EndpointChange): Promise<WebhookEndpoint>;
  /** One that is gone already is fine. */
  remove(id: string): Promise<void>;
}

export type EndpointChange = Partial<Pick<WebhookEndpoint, 'url' | 'events'>> & { active?: number };

export interface SecretEditor {
  /** The current value, empty where there is none. */
  read(): Promise<SecretContent>;
  /**
   * Puts `change` of the current value in its place, if that is still current then; else does it again with what is.
   * So nothing that somebody else writes meanwhile is lost.
   */
  change(change: (content: SecretContent) => SecretContent): Promise<SecretContent>;
}

export interface SetupPorts {
  stripe(apiKey: string): StripeEndpoints;
  secret: SecretEditor;
  /** Asks a person for the API key. @throws Error that says how to give it if nobody can be asked */
  askApiKey(): Promise<string>;
  /** Ids of events that were not delivered everywhere, made between the two times (ms), of these types. */
  undelivered(apiKey: string, types: string[], from: number, to: number): AsyncIterable<string>;
  /** Whether an event is stored here. */
  isStored(eventId: string): Promise<boolean>;
  /** Waits until every function has to read the secret anew where a signature fits none that it knows. */
  settle(): Promise<void>;
  now(): number;
  /** Says what was done, a line at a time. Never a secret. */
  tell(line: string): void;
}

/** The stack that is set up. */
export interface Place extends At {
  webhookUrl: string;
  livemode: boolean;
}

/** What cannot be done, and what can be done about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

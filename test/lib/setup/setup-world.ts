import * as v from 'valibot';
import { finishRotation } from '../../../lib/setup/finish-rotation';
import { type Place, SetupError, type SetupPorts, type WebhookEndpoint } from '../../../lib/setup/ports';
import { SecretContent } from '../../../lib/setup/secret-content';
import { type SetupWish, setUp } from '../../../lib/setup/set-up';

export const URL = 'https://api.example/aa-stripe/webhooks';
export const PLACE: Place = { stack: 'aa-stripe-test', isLocal: true, webhookUrl: URL, livemode: false };
export const WISH: SetupWish = {
  apiKey: 'sk_test_given',
  rotateKey: false,
  rotateWebhookSecret: false,
  since: null,
  events: [],
  adminEmails: null,
  senderEmail: null,
  setupKey: null,
  dryRun: false,
};

/** Thrown where a run is cut off. */
export class CutOffError extends Error {}

/** A Stripe account and a secret in memory, and a setup that can be cut off at any of its writes. */
export class SetupWorld {
  endpoints: WebhookEndpoint[] = [];
  /** What each endpoint signs with. */
  readonly signs = new Map<string, string>();
  secret = v.parse(SecretContent, {});
  lines: string[] = [];
  writes: string[] = [];
  asked = 0;
  /** Ids of events that some endpoint has not brought, and those that are stored here. */
  pending: string[] = [];
  stored = new Set<string>();
  /** Which write (from 0) is the last, and whether it takes effect. */
  cut: { at: number; after: boolean } | null = null;
  /** Runs after each write. */
  observe: () => void = () => {};
  private clock = 1_000_000;

  add(fields: Partial<WebhookEndpoint> & { id: string }): WebhookEndpoint {
    this.clock += 1000;
    const endpoint: WebhookEndpoint = {
      url: URL,
      events: ['charge.succeeded'],
      isEnabled: true,
      apiVersion: 'pinned',
      created: this.clock,
      stack: null,
      since: this.clock,
      active: null,
      ...fields,
    };
    this.endpoints.unshift(endpoint);
    this.signs.set(endpoint.id, `whsec_${endpoint.id}`);
    return endpoint;
  }

  setUp(wish: Partial<SetupWish> = {}) {
    return setUp({ ...WISH, ...wish }, PLACE, this.ports());
  }

  finish(wish: { forgetOtherSecrets?: boolean; dryRun?: boolean } = {}) {
    const all = { apiKey: null, rotateKey: false, setupKey: null, forgetOtherSecrets: false, dryRun: false };
    return finishRotation({ ...all, ...wish }, PLACE, this.ports());
  }

  /** Those that a delivery of ours would come through, and whether its signature is known here. */
  delivering(): { id: string; isKnown: boolean }[] {
    return this.endpoints
      .filter(({ isEnabled, url, events }) => isEnabled && url === URL && events.includes('charge.succeeded'))
      .map(({ id }) => ({ id, isKnown: this.secret.webhookSecrets.includes(this.signs.get(id) ?? '') }));
  }

  private async write<T>(name: string, work: () => T): Promise<T> {
    const isLast = this.cut?.at === this.writes.length;
    this.writes.push(name);
    if (isLast && !this.cut?.after) throw new CutOffError(name);
    const result = work();
    this.observe();
    if (isLast) throw new CutOffError(name);
    return result;
  }

  ports(): SetupPorts {
    return {
      stripe: () => ({
        apiVersion: 'pinned',
        list: async () => [...this.endpoints],
        create: ({ url, events, stack, since }) =>
          this.write('create', () => {
            const endpoint = this.add({ id: `we_${this.signs.size}`, url, events, stack });
            endpoint.since = since ?? endpoint.created;
            return { endpoint, secret: this.signs.get(endpoint.id) ?? '' };
          }),
        change: (id, change) =>
          this.write('change', () => {
            const before = this.endpoints.find((endpoint) => endpoint.id === id);
            if (!before) throw new SetupError('gone');
            const after = { ...before, ...change, isEnabled: true };
            this.endpoints = this.endpoints.map((endpoint) => (endpoint === before ? after : endpoint));
            return after;
          }),
        remove: (id) =>
          this.write('remove', () => {
            this.endpoints = this.endpoints.filter((endpoint) => endpoint.id !== id);
          }),
      }),
      secret: {
        read: async () => this.secret,
        change: (change) =>
          this.write('secret', () => {
            this.secret = v.parse(SecretContent, JSON.parse(JSON.stringify(change(this.secret))));
            return this.secret;
          }),
      },
      askApiKey: async () => {
        this.asked += 1;
        return 'sk_test_asked';
      },
      undelivered: async function* (this: SetupWorld) {
        yield* this.pending;
      }.bind(this),
      isStored: async (id) => this.stored.has(id),
      settle: async () => {},
      now: () => this.clock,
      tell: (line) => this.lines.push(line),
    };
  }
}

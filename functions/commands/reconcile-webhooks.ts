import type { Due } from '../../lib/command/command';
import { openTable } from '../../lib/dynamo/client';
import { missingWebhooks, webhookStore } from '../../lib/dynamo/webhook-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { countMetrics } from '../../lib/runtime/metrics';
import { payloadStore } from '../../lib/s3/payload-store';
import { stripeEvents } from '../../lib/stripe/stripe-events';
import { type EventDue, feedIn, reconciledEvents } from '../../lib/webhook/reconcile-webhooks';
import { commandParts, concurrencyFor } from '../composition/command-parts';
import { type MirroredRecord, mirrors } from '../composition/mirrors';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['reconcile-webhooks']);
const table = openTable(env.TABLE_NAME);
const parts = commandParts('reconcile-webhooks', table);
const access = stripeAccess(table, env, 'batch');
const ports = {
  history: stripeEvents(access.client, env.WEBHOOK_URL),
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  missingOf: (ids: string[]) => missingWebhooks(table, ids),
  livemode: env.LIVEMODE === 'true',
  now: Date.now,
};
const kinds = Object.entries(mirrors(table, access));
const count = countMetrics('reconcile-webhooks', env.STAGE);

/** Objects of each kind that a run compares; the next one goes on after them, so that all have their turn. */
const SAMPLE = 25;
/** An event that is younger may still be on its way, and is no loss. */
const LOST_AFTER_MS = 3600_000;

type ReconcileDue = EventDue | (Due & MirroredRecord);

/**
 * Command `reconcile-webhooks`: feeds in whatever Stripe's history has and never arrived here, then compares a sample
 * of what mirrors Stripe, and mends it. Positions are `events|…`, then `mirrors|<kind>`.
 */
export const handler = commandHandler<ReconcileDue>({
  ...parts,
  work: (options) => {
    const counts = { EventsMissing: 0, MirrorsCompared: 0, MirrorsDrifted: 0 };
    return {
      due: async function* (after) {
        const [stage, ...rest] = after?.split('|') ?? ['events'];
        if (stage === 'events') {
          const position = rest.length > 0 ? rest.join('|') : null;
          for await (const event of reconciledEvents(position, options, ports)) {
            yield { ...event, position: `events|${event.position}` };
          }
        }
        const start = stage === 'mirrors' ? kinds.findIndex(([kind]) => kind === rest[0]) : 0;
        for (const [kind, mirror] of kinds.slice(Math.max(0, start))) {
          const place = `${parts.name}#${kind}`;
          const { records, last } = await mirror.page(await parts.positions.load(place), SAMPLE);
          for (const record of records) yield { ...record, position: `mirrors|${kind}` };
          if (!options.dryRun) await parts.positions.save(place, last);
        }
      },
      count: async () => null,
      step: async (due) => {
        if ('mend' in due) {
          const step = await due.mend(options);
          counts.MirrorsCompared += 1;
          if (step === 'changed') {
            counts.MirrorsDrifted += 1;
            parts.log.warn('record differed from Stripe', { id: due.id });
          }
          return step;
        }
        const step = await feedIn(due, options, ports);
        if (step === 'changed' && Date.now() - due.created > LOST_AFTER_MS) {
          counts.EventsMissing += 1;
          parts.log.warn('event had never arrived', { id: due.id });
        }
        return step;
      },
      conclude: async () => count(counts),
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  },
});

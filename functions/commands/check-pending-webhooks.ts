import { ulid } from 'ulid';
import type { Due } from '../../lib/command/command';
import { openTable } from '../../lib/dynamo/client';
import { reportPending } from '../../lib/dynamo/pending-report-store';
import { hasWebhook } from '../../lib/dynamo/webhook-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { stripeSecret } from '../../lib/secrets-manager/stripe-secret';
import { adminMail } from '../../lib/ses/admin-mail';
import { stripeEvents } from '../../lib/stripe/stripe-events';
import { newPendingReport } from '../../lib/webhook/pending-report';
import { judgePending, undeliveredEvents } from '../../lib/webhook/pending-webhooks';
import { commandParts } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['check-pending-webhooks']);
const table = openTable(env.TABLE_NAME);
const events = stripeEvents(stripeAccess(table, env, 'batch').client, env.WEBHOOK_URL);
const mailAdmins = adminMail(env.MAIL_DOMAIN, stripeSecret(env.STRIPE_SECRET_ARN));
const threshold = Number(env.PENDING_WEBHOOKS_THRESHOLD);
const livemode = env.LIVEMODE === 'true';

/** Command `check-pending-webhooks`: tells the admins when too many events wait at Stripe, and fails. */
export const handler = commandHandler<Due>({
  ...commandParts('check-pending-webhooks', table),
  work: (options) => {
    const pending: string[] = [];
    const place = { threshold, domain: options.domain ?? env.DOMAIN, stage: env.STAGE };
    return {
      due: async function* () {
        const found = undeliveredEvents(options, { ...events, now: Date.now });
        for await (const id of found) yield { id, position: id };
      },
      count: async () => null,
      step: async ({ id }) => {
        if (!(await hasWebhook(table, id))) pending.push(id);
        return 'skipped';
      },
      conclude: () =>
        judgePending(pending, options, place, {
          report: async (ids) => {
            await reportPending(table, newPendingReport(ids, { ...place, livemode }, ulid(), Date.now()));
          },
          mailAdmins,
          now: Date.now,
        }),
      concurrency: 10,
      stopsRun: (error) => error instanceof StripeDeniedError,
      isWhole: true,
    };
  },
});

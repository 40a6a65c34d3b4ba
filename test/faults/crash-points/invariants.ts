import type { Platform } from '../platform/platform';
import { itemsOf } from './items';
import { mirrored } from './mirrored';

/** What must hold at the end of every scene, whatever it was about; each breach in words. */
export async function breaches(platform: Platform): Promise<string[]> {
  return [
    ...(await webhooks(platform)),
    ...(await money(platform)),
    ...(await mirrored(platform)),
    ...secrets(platform),
    ...facts(platform),
  ];
}

/** I1, I2, I10: each event is stored once, told of, and nothing is left to do for it. */
async function webhooks(platform: Platform): Promise<string[]> {
  const { services, stripe } = platform.scene;
  const stored = new Map(
    itemsOf(platform).flatMap((item) => (item['event_type'] ? [[item.id, item] as const] : [])),
  );
  const told = new Set(services.signals.map(({ detail }) => (detail as { id: string }).id));
  const { data } = await stripe.events.list({ limit: 100 });
  const made = data.filter((event) => !platform.isLost(event)).map(({ id }) => id);
  return [
    ...made.filter((id) => !stored.has(id)).map((id) => `I1: event ${id} is not stored`),
    ...[...stored.keys()]
      .filter((id) => !told.has(`webhook_pre_parse:${id}:1`))
      .map((id) => `I1: event ${id} was not told of`),
  ];
}

/** I3, I4: one payment for a charge at most, no more given back than was taken, and records that say so. */
async function money(platform: Platform): Promise<string[]> {
  const { stripe } = platform.scene;
  const { data: intents } = await stripe.paymentIntents.list({ limit: 100 });
  const { data: refunds } = await stripe.refunds.list({ limit: 100 });
  const problems: string[] = [];
  for (const charge of itemsOf(platform).filter(({ kind }) => kind === 'charge')) {
    const own = intents.filter(({ metadata }) => metadata['aa_stripe_id'] === charge.id);
    const paid = own.filter(({ status }) => status === 'succeeded');
    if (paid.length > 1) problems.push(`I3: ${charge.id} was paid ${paid.length} times`);
    const isPaid = charge['state'] === 'charged';
    const [payment] = paid;
    if (isPaid !== (payment !== undefined) && !charge['is_held']) {
      problems.push(`I3: ${charge.id} is ${charge['state']}, and paid ${paid.length} times at Stripe`);
    }
    const back = refunds
      .filter(
        ({ payment_intent: id, status }) =>
          id === payment?.id && status !== 'failed' && status !== 'canceled',
      )
      .reduce((sum, { amount }) => sum + amount, 0);
    if (back > Number(charge['amount'])) problems.push(`I4: ${back} of ${charge['amount']} was given back`);
    if (isPaid && back !== charge['amount_refunded']) {
      problems.push(`I5: ${charge.id} says ${charge['amount_refunded']} was given back, Stripe ${back}`);
    }
  }
  return problems;
}

/** I8: what is nobody's business. */
const SECRETS = /sk_test_|whsec_|_secret_|tok_|admin@example|client_secret":"/;

function secrets(platform: Platform): string[] {
  const { services } = platform.scene;
  const onBus = services.signals.map(({ detail }) => JSON.stringify(withoutRawData(detail)));
  return [...platform.log, ...onBus]
    .filter((text) => SECRETS.test(text))
    .map((text) => `I8: ${text.slice(0, 300)}`);
}

function withoutRawData(detail: unknown): unknown {
  const { instance, ...envelope } = detail as { instance?: { raw_data?: unknown } };
  const { raw_data: _, ...shown } = instance ?? {};
  return { ...envelope, instance: shown };
}

/** All copies of a fact, known by its id, say the same. */
function facts(platform: Platform): string[] {
  const known = new Map<string, string>();
  const problems: string[] = [];
  for (const { detail } of platform.scene.services.signals) {
    const { id, occurred_at: at } = detail as { id: string; occurred_at: string };
    if ((known.get(id) ?? at) !== at) problems.push(`the fact ${id} happened at ${at} and ${known.get(id)}`);
    known.set(id, at);
  }
  return problems;
}

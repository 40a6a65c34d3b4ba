import { gunzipSync } from 'node:zlib';
import { mirrored } from '../compare/mirrored';
import { money } from '../compare/money';
import type { Platform } from '../platform/platform';
import { itemsOf } from './items';

/** What must hold at the end of every scene, whatever it was about; each breach in words. */
export async function breaches(platform: Platform): Promise<string[]> {
  return [
    ...(await webhooks(platform)),
    ...(await money(itemsOf(platform), platform.scene.stripe)),
    ...(await mirrored(itemsOf(platform), platform.scene.stripe)),
    ...secrets(platform),
    ...facts(platform),
    ...erased(platform),
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

/** Nothing personal is left of who was erased, nor comes back. */
function erased(platform: Platform): string[] {
  const items = itemsOf(platform);
  const gone = items.filter((item) => item['erased_at']);
  const ids = gone.flatMap((item) => [item['stripe_customer_id'], item['stripe_payment_intent_id']]);
  // As the scan's JSON has it: base64.
  const texts = items.flatMap(({ id, raw }) =>
    typeof raw === 'string' ? [{ id, text: gunzipSync(Buffer.from(raw, 'base64')).toString() }] : [],
  );
  return [
    ...gone
      .filter((item) => item['stripe_response'] || item['description'] || String(item.pk).includes('#u1'))
      .map(({ id }) => `erased: ${id} still says something`),
    ...texts
      .filter(({ text }) => ids.some((id) => id && text.includes(`"${id}"`)))
      .map(({ id }) => `erased: event ${id} still has its text`),
    ...items
      .filter((item) => item['raw_key'] && item['raw_expired_at'])
      .map(({ id }) => `erased: event ${id} points to text that is gone`),
  ];
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

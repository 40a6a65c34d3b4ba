import { createHmac, randomUUID } from 'node:crypto';
import * as v from 'valibot';

/** The running local stack, as its endpoints.json has it. */
export const Endpoints = v.object({ api: v.string(), webhookSecret: v.string() });
type Endpoints = v.InferOutput<typeof Endpoints>;

const Made = v.looseObject({ id: v.optional(v.string()) });
type Made = v.InferOutput<typeof Made>;

/** Which token of Stripe's test set each owner pays with; emil has none. */
const PAYERS = {
  anna: 'tok_visa',
  bert: 'tok_chargeCustomerFail',
  carla: 'pm_card_mastercard',
  dora: 'tok_authenticationRequired',
};
const DUE = [
  { user: 'carla', amount: 4_800, currency: 'eur', description: 'Coffee beans, 6 kg', isTried: true },
  { user: 'anna', amount: 120_000, currency: 'usd', description: 'Workshop, two days', isTried: true },
  { user: 'dora', amount: 9_900, currency: 'eur', description: 'Annual membership', isTried: true },
  { user: 'emil', amount: 35_000, currency: 'jpy', description: 'Book of recipes', isTried: true },
  { user: 'anna', amount: 1_250, currency: 'usd', description: 'Two lunches', isTried: true, refunded: 250 },
  { user: 'bert', amount: 99_900, currency: 'eur', description: 'Conference ticket', isTried: true },
  { user: 'carla', amount: 2_400, currency: 'eur', description: 'Coffee beans, 3 kg', isTried: false },
  { user: 'anna', amount: 650, currency: 'usd', description: 'One lunch', isTried: true },
];

/** Something of everything, so that pages have something to show. Gives the ids of two charges that pictures are of. */
export async function fill({ api, webhookSecret }: Endpoints): Promise<{ failed: string; refunded: string }> {
  const token = async (query: string) => (await fetch(`${api}/_local/token?${query}`)).text();
  const operator = await token('user=operator&scope=aa-stripe/admin');
  const post = async (path: string, body: object, by = operator): Promise<Made> => {
    const response = await fetch(`${api}/aa-stripe/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return v.parse(Made, await response.json());
  };

  for (const [user, id] of Object.entries(PAYERS)) {
    await post('customers', { stripe_js_response: { id } }, await token(`user=${user}`));
  }
  const ids: Record<string, string> = {};
  for (const { isTried, refunded, ...due } of DUE.map((each) => ({ refunded: null, ...each }))) {
    const { id = '' } = await post('charges', due);
    if (isTried) await post(`charges/${id}/charge`, {});
    if (refunded !== null) await post(`charges/${id}/refund`, { amount: refunded });
    ids[due.description] = id;
  }
  const { id: plan = '' } = await post('plans', { amount: 2_000, name: 'Gold', interval: 'month' });
  await post(`plans/${plan}/create-at-stripe`, {});
  await post('coupons', { coupon_id: 'SPRING25', duration: 'once', percent_off: 25 });
  const { id: subscription = '' } = await post('subscriptions', { user: 'anna', plan, coupon: 'SPRING25' });
  await post(`subscriptions/${subscription}/create-at-stripe`, {});
  await deliver(api, webhookSecret, 'customer.updated', { id: 'cus_unknown', object: 'customer' });
  for (const command of ['charge-stripe', 'recover-operations', 'sweep']) {
    await post(`commands/${command}/runs`, { dry_run: true });
  }
  return { failed: ids['Conference ticket'] ?? '', refunded: ids['Two lunches'] ?? '' };
}

async function deliver(api: string, secret: string, type: string, object: object): Promise<void> {
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  const body = JSON.stringify({ id, object: 'event', type, livemode: false, data: { object } });
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` };
  await fetch(`${api}/aa-stripe/webhooks`, { method: 'POST', headers, body });
}

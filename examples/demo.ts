import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `npm run demo`: a walk through the product on the running local stack. Each step is a request that you could
 * send yourself; it is printed with its answer.
 */
const file = join(process.env['LOCAL_DIR'] ?? '.local', 'endpoints.json');

async function main(): Promise<void> {
  const { api, stripe, stripeApiKey, webhookSecret } = endpoints();
  const user = `demo-${randomUUID().slice(0, 8)}`;

  title('1. A token of a user and one of an operator, as your sign-in would give them');
  const userToken = await text(`${api}/_local/token?user=${user}`);
  const operatorToken = await text(`${api}/_local/token?user=operator&scope=aa-stripe/admin`);
  const asUser = { authorization: `Bearer ${userToken}`, 'content-type': 'application/json' };
  const asOperator = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' };

  title('2. The browser sends a token from stripe.js: a Stripe customer is made');
  const made = await show('POST', `${api}/aa-stripe/customers`, asUser, {
    stripe_js_response: { id: 'tok_visa', object: 'token' },
  });
  const customer = String(field(made, 'stripe_customer_id'));

  title('3. The same customer, as Stripe knows it');
  await show('GET', `${stripe}/v1/customers/${customer}`, { authorization: `Bearer ${stripeApiKey}` });

  title('4. Another card is added and becomes the default; the first stays');
  await show('PATCH', `${api}/aa-stripe/customers/${customer}`, asUser, {
    stripe_js_response: { id: 'pm_card_mastercard', object: 'payment_method' },
  });

  title('5. A declined card is refused in Stripe’s words, and changes nothing');
  await show('PATCH', `${api}/aa-stripe/customers/${customer}`, asUser, {
    stripe_js_response: { id: 'tok_chargeDeclined' },
  });

  title('6. Your back end records a payment that is due; nothing is charged yet');
  const due = { user, amount: 1250, currency: 'usd', description: 'Two lunches' };
  const charge = await show('POST', `${api}/aa-stripe/charges`, asOperator, due);
  const chargeUrl = `${api}/aa-stripe/charges/${String(field(charge, 'id'))}`;

  title('7. It is charged with the default card; asked again, it is charged already');
  await show('POST', `${chargeUrl}/charge`, asOperator);
  await show('POST', `${chargeUrl}/charge`, asOperator);

  title('8. Part of it is given back');
  await show('POST', `${chargeUrl}/refund`, asOperator, { amount: 250 });

  title('9. A plan, a coupon, and a subscription with both');
  const terms = { amount: 2000, name: 'Gold', interval: 'month' };
  const plan = await show('POST', `${api}/aa-stripe/plans`, asOperator, terms);
  const planId = String(field(plan, 'id'));
  await show('POST', `${api}/aa-stripe/plans/${planId}/create-at-stripe`, asOperator);
  const discount = { duration: 'once', percent_off: 25 };
  const coupon = await show('POST', `${api}/aa-stripe/coupons`, asOperator, discount);
  const wish = { user, plan: planId, coupon: field(coupon, 'coupon_id'), tax_percent: 8 };
  const subscription = await show('POST', `${api}/aa-stripe/subscriptions`, asOperator, wish);
  const subscriptionUrl = `${api}/aa-stripe/subscriptions/${String(field(subscription, 'id'))}`;
  await show('POST', `${subscriptionUrl}/create-at-stripe`, asOperator);
  await show('POST', `${subscriptionUrl}/cancel`, asOperator, { at_period_end: true });

  title('10. Stripe delivers a webhook, signed; it is stored');
  const id = `evt_${randomUUID().replaceAll('-', '')}`;
  const event = JSON.stringify({
    ...{ id, object: 'event', type: 'invoice.paid', livemode: false },
    data: { object: { id: 'in_1', object: 'invoice', customer } },
  });
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', webhookSecret).update(`${at}.${event}`).digest('hex');
  const signed = { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` };
  await show('POST', `${api}/aa-stripe/webhooks`, signed, event);

  title('11. Delivered again, it is the same record');
  await show('POST', `${api}/aa-stripe/webhooks`, signed, event);

  title(
    '12. Its signal on the bus, as your EventBridge rule gets it; and all that were told for this payment',
  );
  console.log(pretty(await signalOf(api, id)));
  for (const name of await signalsOf(api, String(field(charge, 'id')))) console.log(name);

  title('13. The webhook, as an operator sees it');
  await show('GET', `${api}/aa-stripe/webhooks/${id}`, asOperator);
}

interface Endpoints {
  api: string;
  stripe: string;
  stripeApiKey: string;
  webhookSecret: string;
}

function endpoints(): Endpoints {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`No local stack runs here (${file} is missing). Start it with "npm start".`);
  }
}

async function show(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: object | string,
): Promise<unknown> {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  console.log(`${method} ${url}${sent ? `\n${sent}` : ''}`);
  const response = await fetch(url, { method, headers, ...(sent !== undefined && { body: sent }) });
  const answer: unknown = await response.json();
  // What Stripe sent is long, and stands in the record for whoever needs it.
  const shown = field(answer, 'stripe_response') ? { ...Object(answer), stripe_response: '…' } : answer;
  console.log(`→ ${response.status}\n${pretty(shown)}`);
  return answer;
}

/** The signal of a webhook; it comes within a second or two. */
async function signalOf(api: string, webhookId: string): Promise<unknown> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const signals: unknown = await (await fetch(`${api}/_local/signals`)).json();
    const found = Array.isArray(signals)
      ? signals.find((signal) => field(field(signal, 'detail'), 'record_id') === webhookId)
      : undefined;
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error('No signal came within ten seconds.');
}

/** Names of the signals of a record so far. */
async function signalsOf(api: string, recordId: string): Promise<string[]> {
  const signals: unknown = await (await fetch(`${api}/_local/signals`)).json();
  const own = (signal: unknown) => field(field(signal, 'detail'), 'record_id') === recordId;
  return Array.isArray(signals)
    ? signals.filter(own).map((signal) => String(field(signal, 'detail-type')))
    : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function title(words: string): void {
  console.log(`\n\x1b[1m${words}\x1b[0m`);
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { newCharge } from '../../../../lib/charge/new-charge';
import { chargeStore } from '../../../../lib/dynamo/charge-store';
import type { Stage } from '../use-case';

/** Steps that several use cases begin with. */
export async function customer({ client }: Stage, user: string, token = 'tok_visa'): Promise<string> {
  const body = { stripe_js_response: { id: token } };
  const made = await client.send('POST /aa-stripe/customers', { user, body });
  return String(made.body['stripe_customer_id']);
}

export async function recordedCharge({ client }: Stage, user: string, more: object = {}): Promise<string> {
  const body = { user, amount: 1000, description: 'Lunch', ...more };
  const made = await client.send('POST /aa-stripe/charges', { body, key: `charge-${user}` });
  return String(made.body['id']);
}

export async function paidCharge(stage: Stage, user: string): Promise<string> {
  await customer(stage, user);
  const id = await recordedCharge(stage, user);
  await stage.client.send('POST /aa-stripe/charges/{id}/charge', { params: { id } });
  return id;
}

export async function plan({ client }: Stage): Promise<string> {
  const body = { amount: 900, name: 'Monthly', interval: 'month' };
  const made = await client.send('POST /aa-stripe/plans', { body, key: 'plan' });
  const id = String(made.body['id']);
  await client.send('POST /aa-stripe/plans/{id}/create-at-stripe', { params: { id } });
  return id;
}

export async function subscription(stage: Stage, user: string, more: object = {}): Promise<string> {
  const { client } = stage;
  const body = { user, plan: stage.known['plan'], ...more };
  const made = await client.send('POST /aa-stripe/subscriptions', { body, key: `subscription-${user}` });
  const id = String(made.body['id']);
  await client.send('POST /aa-stripe/subscriptions/{id}/create-at-stripe', { params: { id } });
  return id;
}

/** A charge of u1 as an import leaves it. */
export async function heldCharge({ platform }: Stage, amount: number, seed: string): Promise<void> {
  const input = {
    owner: 'u1',
    amount,
    currency: 'usd',
    description: 'Imported',
    comment: '',
    statement_descriptor: '',
    source_type: null,
    source_id: null,
    is_manual_charge: true,
  };
  const charge = newCharge(input, false, seed, platform.time.now());
  await chargeStore(platform.scene.table).insert({ ...charge, is_held: true });
}

import * as v from 'valibot';
import type { BenchStack, Counts } from './bench-stack';
import { totals, type Units } from './metered-dynamodb';
import { round } from './print';
import { deliveryHeaders, eventText } from './webhook-delivery';

/** What a piece of work used at the table, all that followed from it on the stream included. */
export interface Row {
  what: string;
  units: Units;
  /** What happened besides at the table. */
  counts: Counts;
  /** How many pieces that was. */
  per: number;
}

interface Work {
  what: string;
  per: number;
  work(): Promise<unknown>;
}

export const WHAT = {
  webhook: 'webhook of 3.6 KB that nobody handles: accepted, signalled, parsed',
  duplicate: 'the same, delivered again',
  customer: 'customer from a token, and the webhooks about it',
  charge: 'charge, recorded by an operator',
  charged: 'charge, made, and the webhooks about it',
  refund: 'refund, and the webhooks about it',
} as const;

/** Those whose schedules make most runs. */
export const RUNS = ['recover-operations', 'sweep', 'charge-stripe', 'end-subscriptions'] as const;

export const runOf = (name: string): string => `run of ${name} with nothing due`;

const Created = v.object({ id: v.string() });

/** What users of the product do all day, in an order that works on an empty table. `mark` tells two runs apart. */
export function everydayWork(
  stack: BenchStack,
  count: { webhooks: number; records: number },
  mark = '',
): Work[] {
  const texts = Array.from({ length: count.webhooks }, (_, i) => eventText(`${mark}${i}`, 'payout.paid'));
  const users = Array.from({ length: count.records }, (_, i) => `user-${mark}${i}`);
  const charges: string[] = [];
  const each = <T>(values: T[], work: (value: T) => Promise<unknown>) => Promise.all(values.map(work));
  const deliver = async (text: string) => {
    const headers = deliveryHeaders(text, stack.webhookSecret);
    const { ok, status } = await fetch(`${stack.api}/aa-stripe/webhooks`, {
      method: 'POST',
      headers,
      body: text,
    });
    if (!ok) throw new Error(`A webhook was answered ${status}.`);
  };
  const record = async (user: string) => {
    const body = { user, amount: 1_000, description: 'An order' };
    charges.push(v.parse(Created, await stack.operate('POST', 'charges', body)).id);
  };
  return [
    { what: WHAT.webhook, per: texts.length, work: () => each(texts, deliver) },
    { what: WHAT.duplicate, per: texts.length, work: () => each(texts, deliver) },
    {
      what: WHAT.customer,
      per: users.length,
      work: () => each(users, (user) => becomeCustomer(stack, user)),
    },
    { what: WHAT.charge, per: users.length, work: () => each(users, record) },
    {
      what: WHAT.charged,
      per: users.length,
      work: () => each(charges, (id) => stack.operate('POST', `charges/${id}/charge`)),
    },
    {
      what: WHAT.refund,
      per: users.length,
      work: () => each(charges, (id) => stack.operate('POST', `charges/${id}/refund`, { amount: 100 })),
    },
    { what: 'page of 25 webhooks', per: 1, work: () => stack.operate('GET', 'webhooks?limit=25') },
    { what: 'page of 10 charges', per: 1, work: () => stack.operate('GET', 'charges?limit=10') },
    {
      what: "page of an owner's charges (one)",
      per: 1,
      work: () => stack.operate('GET', `charges?user=${users[0]}`),
    },
    ...RUNS.map((name) => ({
      what: runOf(name),
      per: 1,
      work: () => stack.invoke(name),
    })),
  ];
}

async function becomeCustomer(stack: BenchStack, user: string): Promise<void> {
  const token = await (await fetch(`${stack.api}/_local/token?user=${user}`)).text();
  const response = await fetch(`${stack.api}/aa-stripe/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ stripe_js_response: { id: 'tok_visa' } }),
  });
  if (!response.ok) throw new Error(`A customer was answered ${response.status}: ${await response.text()}`);
}

/** Does one piece of work after the other, each alone at the table. */
export async function measureWork(stack: BenchStack, works: Work[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, per, work } of works) {
    await stack.quiet();
    stack.dynamoDb.take();
    const before = await stack.counts();
    await work();
    await stack.quiet();
    rows.push({ what, units: stack.dynamoDb.take(), counts: since(before, await stack.counts()), per });
    process.stderr.write(`${what}\n`);
  }
  return rows;
}

function since(before: Counts, after: Counts): Counts {
  return {
    requests: after.requests - before.requests,
    invocations: after.invocations - before.invocations,
    calls: after.calls - before.calls,
    signals: after.signals - before.signals,
    stripe: after.stripe - before.stripe,
  };
}

/** What one piece of work uses, on average. */
export function usageOf({ units, counts, per }: Row) {
  const { write, read } = totals(units);
  const { requests, invocations, calls, signals, stripe } = counts;
  const all = { write, read, calls, requests, invocations, signals, stripe };
  const share = (amount: number) => round(amount / per);
  return {
    write: share(all.write),
    read: share(all.read),
    calls: share(all.calls),
    requests: share(all.requests),
    invocations: share(all.invocations),
    signals: share(all.signals),
    stripe: share(all.stripe),
  };
}
export type Usage = ReturnType<typeof usageOf>;

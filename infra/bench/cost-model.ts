import { ONE_CPU_MB } from '../constructs/memory-for-rate';
import type { Usage } from './everyday-work';
import { HOURS, PRICES } from './prices';

/** A sum of money by what it is for, in dollars. */
export type Bill = Record<string, number>;

/** What is not measured but assumed; docs/cost.md says so. */
export const ASSUMED = {
  /** Gigabytes of memory of a function. */
  memory: 0.5,
  /** Seconds that a call to AWS and to Stripe take, and that an invocation takes besides. */
  awsCall: 0.008,
  stripeCall: 0.3,
  invocation: 0.005,
  /** Gigabytes of log of an invocation and of a request's line in the access log. */
  invocationLog: 1.2e-6,
  accessLog: 0.5e-6,
  /** Into the queue, out of it and deleted, each alone: the dearest way. */
  queueRequests: 3,
  /** The part of invocations that is traced: all of the first in a second, a twentieth of the others. */
  traced: 1,
} as const;

/** What so many pieces of work cost. */
export function billOf(usage: Usage, times: number): Bill {
  const seconds =
    usage.calls * ASSUMED.awsCall +
    usage.stripe * ASSUMED.stripeCall +
    usage.invocations * ASSUMED.invocation;
  return scaled(
    {
      'table, writes': usage.write * PRICES.writeUnit,
      'table, reads': usage.read * PRICES.readUnit,
      'HTTP API': usage.requests * PRICES.apiRequest,
      'functions, invocations': usage.invocations * PRICES.invocation,
      'functions, time': seconds * ASSUMED.memory * PRICES.gigabyteSecond,
      'bus, signals': usage.signals * PRICES.event,
      // Each webhook's own signal brings it to the queue.
      queues: usage.signals * ASSUMED.queueRequests * PRICES.queueRequest,
      logs:
        (usage.invocations * ASSUMED.invocationLog + usage.requests * ASSUMED.accessLog) * PRICES.logGigabyte,
      traces: usage.invocations * ASSUMED.traced * PRICES.trace,
    },
    times,
  );
}

/** The least that receiving, keeping and telling of a webhook takes of AWS: an API, a function, a put, a signal. */
export const WEBHOOK_FLOOR: Usage = {
  write: 2,
  read: 0,
  calls: 2,
  requests: 1,
  invocations: 1,
  signals: 1,
  stripe: 0,
};

/** The floor's bill, without what is ours to leave out: queue, traces. */
export function floorBill(usage: Usage, times: number): Bill {
  const { queues: _queues, traces: _traces, ...rest } = billOf(usage, times);
  return rest;
}

/** Stripe puts events on a partner's bus: no API, no signature; a function stores them, and no signal is ours. */
export function partnerBusBill(times: number): Bill {
  const { 'HTTP API': _api, 'bus, signals': signals = 0, ...rest } = floorBill(WEBHOOK_FLOOR, times);
  return { ...rest, "partner's bus": signals };
}

/** CPU seconds of an accepted webhook, warm (`npm run bench:webhook`). */
const WEBHOOK_CPU = 0.0004;

/** The part of a processor that comes with so much memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const cpuShare = (mb: number): number => Math.min(1, mb / ONE_CPU_MB);

/** Seconds that receiving a webhook takes, warm. */
export const receivingSeconds = (mb: number): number => ASSUMED.awsCall + WEBHOOK_CPU / cpuShare(mb);

export interface Standing {
  alarms: number;
  dashboards: number;
  secrets: number;
  /** Queues that functions are fed from. */
  polledQueues: number;
}

/** Runs a month by how often a schedule fires, in minutes. */
export const monthly = (everyMinutes: number): number => (HOURS * 60) / everyMinutes;

/** Lambda asks a queue five times at once, twenty seconds each. */
const POLLS_A_MONTH = 5 * 3 * 60 * HOURS;

/** A month in which nobody pays: what stands there, and its scheduled runs. */
export function idleBill(runs: { usage: Usage; times: number }[], standing: Standing): Bill {
  const bills = runs.map(({ usage, times }) => billOf(usage, times));
  const times = runs.reduce((sum, run) => sum + run.times, 0);
  return sumOf([
    ...bills,
    {
      alarms: standing.alarms * PRICES.alarm,
      dashboard: standing.dashboards * PRICES.dashboard,
      secret: standing.secrets * PRICES.secret,
      queues: standing.polledQueues * POLLS_A_MONTH * PRICES.queueRequest,
      schedules: times * PRICES.scheduled,
    },
  ]);
}

/** A small server behind a load balancer, with a small database, each of them one: it is there whether anybody pays or not. */
export function serverBill(): Bill {
  return {
    'load balancer': PRICES.balancerHour * HOURS,
    server: PRICES.serverHour * HOURS,
    database: PRICES.databaseHour * HOURS,
    'its disk, 20 GB': 20 * PRICES.diskGigabyte,
    'alarms, secret': 5 * PRICES.alarm + PRICES.secret,
  };
}

export function total(bill: Bill): number {
  return Object.values(bill).reduce((sum, amount) => sum + amount, 0);
}

export function sumOf(bills: Bill[]): Bill {
  const sum: Bill = {};
  for (const bill of bills)
    for (const [item, amount] of Object.entries(bill)) sum[item] = (sum[item] ?? 0) + amount;
  return sum;
}

function scaled(bill: Bill, times: number): Bill {
  return Object.fromEntries(Object.entries(bill).map(([item, amount]) => [item, amount * times]));
}

/**
 * What AWS asks in us-east-1, in dollars, as its price pages said in November 2026, without free tiers and discounts.
 * Prices change: look at https://aws.amazon.com/pricing/ before you rely on a sum.
 */
export const PRICES_OF = 'us-east-1, November 2026';

const MILLION = 1_000_000;
export const HOURS = 730;

export const PRICES = {
  /** Request units of a table that is paid by request. */
  writeUnit: 0.625 / MILLION,
  readUnit: 0.125 / MILLION,
  /** A gigabyte in a table for a month, and of its backup to any point in time. */
  tableGigabyte: 0.25,
  backupGigabyte: 0.2,
  /** Of an HTTP API, up to 512 KB. */
  apiRequest: 1 / MILLION,
  invocation: 0.2 / MILLION,
  /** A second of a gigabyte, arm64. */
  gigabyteSecond: 0.0000133334,
  /** Put on a bus of one's own, and from a partner such as Stripe, up to 64 KB. */
  event: 1 / MILLION,
  queueRequest: 0.4 / MILLION,
  scheduled: 1 / MILLION,
  /** Taken into CloudWatch Logs. */
  logGigabyte: 0.5,
  trace: 5 / MILLION,
  alarm: 0.1,
  dashboard: 3,
  secret: 0.4,
  secretRead: 0.05 / 10_000,
  /** An hour of a load balancer, a small server, a small PostgreSQL in one zone, and a gigabyte of its disk for a month. */
  balancerHour: 0.0225,
  serverHour: 0.0084,
  databaseHour: 0.016,
  diskGigabyte: 0.115,
} as const;

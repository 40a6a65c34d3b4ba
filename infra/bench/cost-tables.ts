import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { EVERY_MINUTES } from '../../lib/command/schedule';
import { ONE_CPU_MB } from '../constructs/memory-for-rate';
import {
  type Bill,
  billOf,
  cpuShare,
  floorBill,
  idleBill,
  monthly,
  partnerBusBill,
  receivingSeconds,
  type Standing,
  serverBill,
  sumOf,
  total,
  WEBHOOK_FLOOR,
} from './cost-model';
import { RUNS, runOf, type Usage, WHAT } from './everyday-work';
import { PRICES } from './prices';

const Amounts = v.object({
  write: v.number(),
  read: v.number(),
  calls: v.number(),
  requests: v.number(),
  invocations: v.number(),
  signals: v.number(),
  stripe: v.number(),
});
const Saved = v.object({ date: v.string(), usage: v.record(v.string(), Amounts) });

const MILLION = 1_000_000;
const MEASURED = join(__dirname, '../../docs/measured');

/** The tables of docs/cost.md, of what `bench:units` found last and of what the template has standing. */
export function costTables(standing: Standing): string {
  const { usage } = v.parse(Saved, JSON.parse(readFileSync(join(MEASURED, 'units.json'), 'utf8')));
  const used = (what: string): Usage => {
    const found = usage[what];
    if (!found)
      throw new Error(
        `docs/measured/units.json does not tell of "${what}": run npm run bench:units -- --save.`,
      );
    return found;
  };
  const runs = Object.entries(EVERY_MINUTES).flatMap(([name, minutes]) => {
    if (minutes === null) return [];
    // Those that are not measured alone run seldom, and like the seldom ones.
    const known = RUNS.find((each) => each === name) ?? 'end-subscriptions';
    return [{ usage: used(runOf(known)), times: monthly(minutes) }];
  });
  const charge = sumOf([billOf(used(WHAT.charge), 1_000), billOf(used(WHAT.charged), 1_000)]);
  const idle = idleBill(runs, standing);
  return [
    '### A million webhooks',
    table({
      'aa-stripe': billOf(used(WHAT.webhook), MILLION),
      'tracing off': untraced(billOf(used(WHAT.webhook), MILLION)),
      floor: floorBill(WEBHOOK_FLOOR, MILLION),
      "Stripe's EventBridge destination": partnerBusBill(MILLION),
    }),
    '### A thousand charges, with the webhooks about them',
    table({ 'aa-stripe': charge, 'tracing off': untraced(charge) }),
    '### Memory of `receive-webhook`',
    memoryTable(),
    '### A month in which nobody pays',
    table({ 'aa-stripe': idle, 'tracing off': untraced(idle), 'a small server': serverBill() }),
  ].join('\n\n');
}

const Cold = v.object({ date: v.string(), cpu: v.record(v.string(), v.number()) });
const MEMORIES = [128, 256, 512, 1_024, ONE_CPU_MB];

/** What a cold start takes, and what a million webhooks' time costs, by memory in megabytes. */
function memoryTable(): string {
  const { cpu } = v.parse(Cold, JSON.parse(readFileSync(join(MEASURED, 'cold.json'), 'utf8')));
  const cold = cpu['receive-webhook'] ?? 0;
  const rows = MEMORIES.map((mb) => {
    const price = receivingSeconds(mb) * (mb / 1_024) * PRICES.gigabyteSecond * MILLION;
    return `| ${mb} | ${Math.round(cold / cpuShare(mb))} | ${price.toFixed(2)} |`;
  });
  return ['| MB | cold start, ms | time of a million, dollars |', '| ---: | ---: | ---: |', ...rows].join(
    '\n',
  );
}

function untraced({ traces: _traces, ...rest }: Bill): Bill {
  return rest;
}

function table(bills: Record<string, Bill>): string {
  const names = Object.keys(bills);
  const items = [...new Set(Object.values(bills).flatMap((bill) => Object.keys(bill)))];
  const cell = (amount: number | undefined) => (amount === undefined ? '' : amount.toFixed(2));
  const row = (title: string, cells: string[]) => `| ${[title, ...cells].join(' | ')} |`;
  return [
    row('dollars', names),
    row(
      '---',
      names.map(() => '---:'),
    ),
    ...items.map((item) =>
      row(
        item,
        names.map((name) => cell(bills[name]?.[item])),
      ),
    ),
    row(
      '**all**',
      names.map((name) => `**${cell(total(bills[name] ?? {}))}**`),
    ),
  ].join('\n');
}

import { setTimeout as sleep } from 'node:timers/promises';
import { readCommandLine } from '../../../infra/cli/command-line';
import { runRemotely } from '../../../infra/cli/invoke-command';
import { targetOf } from '../../../infra/cli/target';
import { doSomething, openBooks } from './business';
import { Chance } from './chance';
import { compare, type Verdict } from './compare';
import { Deliveries } from './deliveries';
import { doHarm } from './harm';
import type { World } from './world';

export interface ChaosOptions {
  /** At least so many events are made. */
  events: number;
  seed: number;
  tell(line: string): void;
}

export interface ChaosReport extends Verdict {
  deliveries: Deliveries['counts'];
  deeds: number;
  /** Faults asked for, by kind. */
  harm: Record<string, number>;
  /** Invocations that ended in an error, killed ones included. */
  failedInvocations: number;
  seconds: number;
}

/** Events from which on a run has an end of the month. */
const MONTH = 1_000;
const DEEDS_AT_ONCE = 10;
/** The chance that one more thing goes wrong; before deeds and before deliveries, one does on average. */
const HARM = 0.5;
/** Rounds of the schedules in which everything has to come to rest. */
const MOST_ROUNDS = 50;
const ROUND_MS = 3_000;
const REPLAY_EVERY = 6;

/** A month of business in which nothing works as it should; then the faults end, the schedules run, and all is compared. */
export async function runChaos(world: World, { events, seed, tell }: ChaosOptions): Promise<ChaosReport> {
  const began = Date.now();
  const chance = new Chance(seed);
  const harm: Record<string, number> = {};
  const hurt = async () => {
    while (chance.hits(HARM)) {
      const kind = await doHarm(world, chance);
      harm[kind] = (harm[kind] ?? 0) + 1;
    }
  };
  await world.offline('POST', 'delivery', { paused: true });
  const books = await openBooks(world);
  const deliveries = new Deliveries(world, chance);
  // Short runs do without it, and without faults to the very end: every lease would have to run out first.
  let isEndOfMonth = events < MONTH;
  const isHarmful = () => events >= MONTH || deliveries.counts.made < events / 2;
  for (let told = 0; deliveries.counts.made < events; ) {
    if (isHarmful()) await hurt();
    await Promise.all(Array.from({ length: DEEDS_AT_ONCE }, () => doSomething(world, books, chance)));
    await deliveries.take();
    if (isHarmful()) await hurt();
    await deliveries.deliver();
    if (deliveries.counts.made >= told + 500) {
      told = deliveries.counts.made;
      tell(`${told} of ${events} events, ${books.count} deeds, ${secondsSince(began)} s`);
    }
    if (!isEndOfMonth && deliveries.counts.made > 0.7 * events) {
      isEndOfMonth = true;
      await calm(world);
      await recovered(world);
      // Subscriptions are renewed. With requests open, their keys at Stripe would be too old all at once.
      await world.offline('POST', 'clock', { advance_seconds: 31 * 86_400 });
    }
  }
  await calm(world);
  await deliveries.take();
  await deliveries.deliver(0);
  tell(
    `faults end after ${secondsSince(began)} s; ${deliveries.counts.late} late events come, schedules run`,
  );
  await deliveries.deliverLate();
  const verdict = await comeToRest(world, deliveries, tell);
  const invocations = (await world.local('GET', 'invocations')) as { error?: unknown }[];
  return {
    ...verdict,
    deliveries: deliveries.counts,
    deeds: books.count,
    harm,
    failedInvocations: invocations.filter(({ error }) => error !== undefined).length,
    seconds: secondsSince(began),
  };
}

/** Nothing goes wrong from here on. */
async function calm(world: World): Promise<void> {
  await world.local('DELETE', 'faults');
  await world.offline('DELETE', 'faults');
}

async function command(world: World, ...args: string[]) {
  process.env['LOCAL_DIR'] = world.localDirectory;
  const silent = { begin() {}, advance() {}, end() {} };
  return (await runRemotely(readCommandLine(args), targetOf(null), silent)).summary;
}

/** Waits until no operation is open: those whose holder died have a lease of half a minute. */
async function recovered(world: World): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await command(world, 'recover-operations');
    const { differences } = await compare(world, []);
    if (!differences.some((text) => text.includes('operation#'))) return;
    await sleep(ROUND_MS);
  }
}

/** The schedules, until there is nothing left to mend; or what is wrong when they have run for minutes. */
async function comeToRest(
  world: World,
  deliveries: Deliveries,
  tell: (line: string) => void,
): Promise<Verdict> {
  for (let round = 1; ; round += 1) {
    await command(world, 'recover-operations');
    await command(world, 'charge-stripe');
    await command(world, 'sweep', '--older-than', '0');
    const { changed } = await command(world, 'reconcile-webhooks');
    // An operator's part: what failed so often that it waits for a person. Not every time: what is over with an error,
    // such as an event about a coupon that was gone when it came, is over with the same error again.
    const replayed =
      round % REPLAY_EVERY === 0 ? (await command(world, 'replay-webhooks', '--failed')).changed : 0;
    await deliveries.take();
    await deliveries.deliver(0);
    await deliveries.deliverLate();
    const verdict = await compare(world, deliveries.made);
    const { stored, signalled, parsed, differences } = verdict;
    const isDone =
      differences.length === 0 &&
      [stored, signalled, parsed].every((count) => count === deliveries.made.length);
    tell(
      `round ${round}: ${changed} mended, ${replayed} replayed, ${stored} stored, ${signalled} signalled, ${parsed} parsed of ` +
        `${deliveries.made.length}, ${differences.length} differences`,
    );
    if (isDone || round === MOST_ROUNDS) return verdict;
    await sleep(ROUND_MS);
  }
}

const secondsSince = (began: number) => Math.round((Date.now() - began) / 1000);

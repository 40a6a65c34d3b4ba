import type { FunctionName } from '../../../functions/environments';
import type { Platform } from '../platform/platform';
import { itemsOf } from './items';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Waits between the looks at what is left: leases end, messages become visible, keys grow older than a day. */
const WAITS_MS = [
  0,
  3 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  21 * HOUR_MS,
  3 * HOUR_MS,
  HOUR_MS,
  HOUR_MS,
];

/** The schedules that mend what broke off. */
const ALWAYS: FunctionName[] = ['recover-operations', 'sweep'];

/**
 * Lets time pass and the schedules run, as they would, until nothing is under way any more; a day and some hours at
 * most. `also`: the command that the scene is about.
 */
export async function settle(platform: Platform, also: FunctionName[] = []): Promise<void> {
  await platform.flow();
  let needed = 1;
  for (const wait of WAITS_MS) {
    platform.time.advance(wait);
    const struck = platform.wire.struck.length;
    // They find what `leftOver` finds; with nothing there they would only look around.
    if (!isQuiet(platform)) for (const name of ALWAYS) await platform.command(name);
    for (const name of also) await platform.command(name);
    await platform.flow();
    // A run that was struck is followed by another one, which may only go on to the end, and by one from the beginning.
    needed = platform.wire.struck.length === struck ? needed - 1 : 2;
    if (wait > 0 && isQuiet(platform) && needed <= 0) return;
  }
}

/** Whether nobody waits for anything: no message, no signal untold, no operation open. */
export function isQuiet(platform: Platform): boolean {
  return leftOver(platform).length === 0;
}

/** What is still under way, in words. */
export function leftOver(platform: Platform): string[] {
  const items = itemsOf(platform).flatMap(({ kind = 'webhook', id, gsi5pk = '', gsi6pk = '' }) => {
    const list = `${gsi5pk} ${gsi6pk}`;
    return /unpublished|unparsed|operation/.test(list) ? [`${kind} ${id}: ${list.trim()}`] : [];
  });
  const { parseQueue, workQueue } = platform.scene.services;
  const messages = [...parseQueue.messages, ...workQueue.messages].map(({ body }) => `message ${body}`);
  return [...items, ...messages];
}

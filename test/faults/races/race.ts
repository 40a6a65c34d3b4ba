import type { FunctionName } from '../../../functions/environments';
import { itemsOf } from '../crash-points/items';
import type { Stage } from '../crash-points/use-case';

export interface Race {
  name: string;
  prepare(stage: Stage): Promise<void>;
  /** Who acts at the same time. */
  actors(stage: Stage): (() => Promise<unknown>)[];
  /** Commands that go on by their schedule afterwards. */
  schedules?: FunctionName[];
  /** What is wrong in the end, besides what is always wrong. */
  problems(facts: Record<string, number>, stage: Stage): string[];
}

export const operator = { user: 'op' };

export function is<T>(what: string, actual: T, expected: T): string[] {
  const [ours, theirs] = [JSON.stringify(actual), JSON.stringify(expected)];
  return ours === theirs ? [] : [`${what} is ${ours} instead of ${theirs}`];
}

export const states = ({ platform }: Stage, kind: string) =>
  itemsOf(platform)
    .filter((item) => item.kind === kind)
    .map((item) => String(item['state'] ?? item['status']));

/** Webhooks that wait to be parsed, each by a worker of its own. */
export const workers = ({ platform }: Stage, count: number) =>
  Array.from({ length: count }, () => () => platform.parse(1));

/** Everything that Stripe has told so far has arrived and waits in the queue. */
export async function queueEvents({ platform }: Stage): Promise<void> {
  const { data } = await platform.scene.stripe.events.list({ limit: 100 });
  for (const event of data) await platform.deliverEvent(JSON.stringify(event));
  while (await platform.publish());
}

/** An action on the subscription that the scene is about. */
export const onSubscription =
  ({ client, known }: Stage) =>
  (action: string, body?: object) =>
  () =>
    client.once(`POST /aa-stripe/subscriptions/{id}/${action}`, {
      ...operator,
      params: { id: known['id'] ?? '' },
      ...(body && { body }),
    });

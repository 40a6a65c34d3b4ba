import { toRun } from '../command/to-run';
import { chooseKey, type KeyWish } from './choose-key';
import { type Place, SetupError, type SetupPorts, type WebhookEndpoint } from './ports';
import { knows, secretsOfOthers, withoutEndpoint, withoutSecretsOfOthers } from './secret-content';
import { isProvisional, type SortedEndpoints, sortEndpoints, unionOfEvents } from './sort-endpoints';

export interface FinishWish extends KeyWish {
  setupKey: string | null;
  /** Also takes out webhook secrets that belong to no endpoint that setup has made. */
  forgetOtherSecrets: boolean;
  dryRun: boolean;
}

export interface Finished {
  endpoint: string;
  removed: string[];
}

/** Between Stripe's clock and ours. */
const SKEW_MS = 5 * 60_000;
/** As many ids as a message shows. */
const SHOWN = 5;

/**
 * Ends a rotation: deletes the endpoints that the present one takes the place of, then takes their secrets out. With an
 * endpoint Stripe forgets what it had still to bring there, so whatever was made before the present one was subscribed
 * must have arrived.
 * @throws SetupError that says what has to happen first
 */
export async function finishRotation(wish: FinishWish, place: Place, ports: SetupPorts): Promise<Finished> {
  const content = await ports.secret.read();
  const apiKey = await chooseKey(content, { ...wish, rotateKey: false }, place, ports);
  const found = sortEndpoints(await ports.stripe(apiKey).list(), content, place);
  const { current } = found;
  if (!current?.isEnabled || isProvisional(current)) {
    throw new SetupError(
      `There is no endpoint yet that could take over. Run "${toRun(place, 'setup')}" first.`,
    );
  }
  const ending = [...found.outgoing, ...found.moved, ...found.lost, ...found.byHand];
  requireSubscribed(current, ending, place);
  await requireArrived(apiKey, current, ending, place, ports);
  const stripe = ports.stripe(wish.setupKey ?? apiKey);
  for (const { id } of ending) {
    if (!wish.dryRun) await stripe.remove(id);
    ports.tell(`${id}: deleted at Stripe`);
  }
  await forget(found, ending, wish, ports);
  if (ending.length === 0) ports.tell(`${current.id}: the only endpoint; nothing to finish`);
  return { endpoint: current.id, removed: ending.map(({ id }) => id) };
}

function requireSubscribed(current: WebhookEndpoint, ending: WebhookEndpoint[], place: Place): void {
  const lacking = unionOfEvents(ending, []).filter((type) => !current.events.includes(type));
  if (lacking.length === 0 || current.events.includes('*')) return;
  throw new SetupError(
    `${current.id} is not subscribed to all that the others are (${lacking.slice(0, SHOWN).join(', ')}). ` +
      `Run "${toRun(place, 'setup')}" first.`,
  );
}

async function requireArrived(
  apiKey: string,
  current: WebhookEndpoint,
  ending: WebhookEndpoint[],
  place: Place,
  ports: SetupPorts,
): Promise<void> {
  if (ending.length === 0) return;
  const from = Math.min(...ending.map(({ since }) => since));
  const to = Math.min((current.active ?? ports.now()) + SKEW_MS, ports.now());
  const waiting: string[] = [];
  for await (const id of ports.undelivered(apiKey, unionOfEvents(ending, []), from, to)) {
    if (!(await ports.isStored(id))) waiting.push(id);
    if (waiting.length > SHOWN) break;
  }
  if (waiting.length === 0) return;
  const shown = waiting.slice(0, SHOWN).join(', ') + (waiting.length > SHOWN ? ', …' : '');
  throw new SetupError(
    `Events are still on their way through the old endpoint, and would be lost with it: ${shown}. ` +
      `Wait, or fetch them with "${toRun(place, 'command', 'reconcile-webhooks')}", then try again.`,
  );
}

/** Only after Stripe sends nothing signed with them any more. */
async function forget(
  found: SortedEndpoints,
  ending: WebhookEndpoint[],
  { dryRun, forgetOtherSecrets }: FinishWish,
  { secret, tell }: SetupPorts,
): Promise<void> {
  const content = await secret.read();
  const ids = [...ending.map(({ id }) => id), ...found.gone].filter((id) => knows(content, id));
  const others = secretsOfOthers(content).length;
  const isNothing = ids.length === 0 && !(forgetOtherSecrets && others > 0);
  if (!dryRun && !isNothing) {
    await secret.change((now) => {
      const left = ids.reduce(withoutEndpoint, now);
      return forgetOtherSecrets ? withoutSecretsOfOthers(left) : left;
    });
  }
  for (const id of ids) tell(`${id}: its signing secret is taken out of the secret`);
  if (others === 0) return;
  const which = `${others} signing secret(s) of endpoints that setup has not made`;
  tell(
    forgetOtherSecrets
      ? `secret: ${which} taken out`
      : `secret: ${which} kept; --forget-other-secrets takes them out`,
  );
}

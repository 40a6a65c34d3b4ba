import type { Operation } from './operation';
import { type Outcome, outcomeOf } from './outcome';
import type { StripeRequests, Time } from './ports';

/** Waits between tries, in milliseconds; short, because somebody waits for the answer. */
const PAUSES = [300, 900];
/** A try that begins later than this after the first could outlive the function. */
const LAST_TRY_AFTER_MS = 6_000;

/**
 * Sends the operation's frozen request under its key, and again under the same key while the outcome is
 * `again` and time remains. `tries`: how often it was sent.
 */
export async function sendOperation(
  operation: Operation<unknown>,
  ports: { stripe: StripeRequests; time: Time },
): Promise<{ outcome: Outcome; tries: number }> {
  const started = ports.time.now();
  let outcome = await sendOnce(operation, ports.stripe);
  let tries = 1;
  for (const pause of PAUSES) {
    if (outcome.type !== 'again' || ports.time.now() - started > LAST_TRY_AFTER_MS) break;
    await ports.time.sleep(pause);
    outcome = await sendOnce(operation, ports.stripe);
    tries += 1;
  }
  return { outcome, tries };
}

async function sendOnce(operation: Operation<unknown>, stripe: StripeRequests): Promise<Outcome> {
  return outcomeOf(await stripe.send(operation.request, operation.idempotency_key));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveCardPage } from './serve';

/**
 * `npm run card-page`: the card page, on the local stack that runs here. `STRIPE_PUBLISHABLE_KEY=pk_test_…` makes it load
 * Stripe's own script, for a local stack that works on Stripe itself; `API=https://…` leads to a deployed one.
 */
const { LOCAL_DIR = '.local', PORT = '3010', API, STRIPE_PUBLISHABLE_KEY } = process.env;

interface Endpoints {
  api: string;
  stripe: string;
  stripeApiKey: string;
}

function endpoints(): Endpoints {
  const file = join(LOCAL_DIR, 'endpoints.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`No local stack runs here (${file} is missing). Start it with "npm start".`);
  }
}

async function main(): Promise<void> {
  const local = API === undefined ? endpoints() : null;
  const publishableKey = STRIPE_PUBLISHABLE_KEY ?? null;
  if (!local && !publishableKey) throw new Error('A deployed API needs STRIPE_PUBLISHABLE_KEY=pk_….');
  const { url } = await serveCardPage({
    api: local?.api ?? API ?? '',
    publishableKey,
    offlineStripe: local && !publishableKey ? { url: local.stripe, apiKey: local.stripeApiKey } : null,
    isLocal: local !== null,
    port: Number(PORT),
  });
  console.log(`The card page is at ${url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { startOfflineStripe } from './start';

const DEFAULT_PORT = 12_111;

async function main(): Promise<void> {
  const { STRIPE_PORT } = process.env;
  const stripe = await startOfflineStripe({ port: STRIPE_PORT ? Number(STRIPE_PORT) : DEFAULT_PORT });
  console.log(`Offline Stripe on ${stripe.url} (any sk_test_ key; controls under /_offline)`);
  const stop = () => void stripe.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

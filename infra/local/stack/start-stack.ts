import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startOfflineStripe } from '../../offline-stripe/start';
import type { Tell } from '../console/report';
import { type Endpoints, removeEndpoints, writeEndpoints } from '../control/endpoints-file';
import { listen } from '../control/listen';
import { startDynamoDbLocal } from '../dynamodb/dynamodb-local';
import { connectStripe } from '../stripe/connect-stripe';
import { readAssembly } from '../template/assembly';
import { type Account, accountId, region } from '../template/identity';
import { resolveStacks } from '../template/resolve-stacks';
import { buildStack } from './build-stack';
import { bundleChildScripts } from './bundle-child-scripts';
import type { Cleanup } from './cleanup';
import { type Served, serveApi, serveAws } from './serve';
import type { Settings } from './settings';
import { synthesize } from './synthesize';

/** Mail goes to `/_local/mail` only, whatever the addresses. */
const MAIL = { adminEmails: ['admins@localhost'], senderEmail: 'aa-stripe@localhost' };

/**
 * Brings the whole stack up and returns how to reach it. What it starts is ended by `cleanup`, also when it throws:
 * RefusedError for what has no local counterpart, else an Error that says what to do.
 */
export async function startStack(settings: Settings, cleanup: Cleanup, tell: Tell): Promise<Endpoints> {
  const { localDirectory } = settings;
  mkdirSync(localDirectory, { recursive: true });
  // One may be left of a stack that was killed, and would tell others that this one is ready.
  removeEndpoints(localDirectory);
  const scripts = await bundleChildScripts(localDirectory);
  const stopping = new AbortController();
  cleanup.add(() => stopping.abort());
  let served: Served | undefined;

  const serveOn = async (...[port, variable, listener]: Parameters<typeof listen>): Promise<string> => {
    const { url, server } = await listen(port, variable, listener);
    cleanup.add(() => {
      server.close();
      server.closeAllConnections();
    });
    return url;
  };
  const openStripe = async () => {
    const stripe = await connectStripe(
      { ...settings.stripe, port: settings.ports.stripe },
      startOfflineStripe,
    );
    cleanup.add(stripe.close);
    return stripe;
  };
  const openDynamoDb = async (): Promise<string> => {
    if (settings.dynamoDbUpstream !== undefined) return settings.dynamoDbUpstream;
    const options = { directory: localDirectory, persist: settings.persist, watchdog: scripts.watchdog };
    return startDynamoDbLocal(options, cleanup);
  };
  const assemble = async (): Promise<string> => {
    if (settings.assembly !== undefined) return settings.assembly;
    const directory = join(process.cwd(), 'cdk.out');
    await synthesize(settings.app, directory, stopping.signal);
    return directory;
  };

  const [apiUrl, awsUrl, stripe, dynamoDbUrl, assembly] = await Promise.all([
    serveOn(
      settings.ports.api,
      'PORT',
      serveApi(() => served, tell),
    ),
    serveOn(
      settings.ports.aws,
      'AWS_PORT',
      serveAws(() => served),
    ),
    openStripe(),
    openDynamoDb(),
    assemble(),
  ]);

  const account: Account = { id: accountId, region, apiUrl, awsUrl };
  const stacks = resolveStacks(readAssembly(assembly), account);
  const variables = stripe.apiBase === undefined ? {} : { STRIPE_API_BASE: stripe.apiBase };
  const stack = await buildStack({
    stacks,
    account,
    settings,
    dynamoDbUrl,
    bootstrap: scripts.bootstrap,
    runtime: { region, awsUrl, variables },
    tell,
  });
  cleanup.add(stack.stop);

  const webhookSecret = await stripe.webhookSecret(`${apiUrl}/aa-stripe/webhooks`);
  const secret = stack.secrets.find(String(stacks.outputs.StripeSecretArn));
  if (secret) {
    const keys = { apiKey: stripe.apiKey, webhookSecrets: [webhookSecret] };
    stack.secrets.put(secret, JSON.stringify({ ...keys, ...MAIL }));
  }
  if (stripe.hint !== undefined) tell({ kind: 'notice', message: stripe.hint });

  served = stack;
  for (const mapping of stack.mappings) void mapping.run(stopping.signal);
  if (settings.schedules) stack.schedules.start();
  cleanup.add(stack.schedules.stop);

  const endpoints: Endpoints = {
    api: apiUrl,
    aws: awsUrl,
    stripe: stripe.url,
    tableName: String(stacks.outputs.TableName ?? ''),
    busName: String(stacks.outputs.BusName ?? ''),
    stripeApiKey: stripe.apiKey,
    webhookSecret,
    outputs: stacks.outputs,
    pid: process.pid,
  };
  cleanup.add(() => removeEndpoints(localDirectory));
  writeEndpoints(localDirectory, endpoints);
  return endpoints;
}

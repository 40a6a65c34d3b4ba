import { type Callers, createCallers } from '../aws-endpoint/callers';
import { createFaults, type Faults } from '../aws-endpoint/faults';
import type { Tell } from '../console/report';
import { createDelivery, type Delivery } from '../event-bus/delivery';
import { type Authorize, createAuthorize } from '../iam/authorize';
import { requireRole } from '../iam/mapping-permissions';
import { readResourcePolicies } from '../iam/resource-policies';
import { type Role, readRoles } from '../iam/roles';
import { createInvokeLater, type InvokeLater, readAsyncConfigs } from '../lambda/async-invoker';
import { type LambdaFunction, readFunctions } from '../lambda/function-schema';
import { createInvoker, type Invoker } from '../lambda/invoker';
import type { RuntimeSettings } from '../lambda/process-environment';
import type { Queue } from '../sqs/queue';
import { createQueues } from '../sqs/queues';
import type { Account } from '../template/identity';
import type { ResolvedResource } from '../template/resolve-stacks';
import type { Resources } from '../template/resources';
import type { Settings } from './settings';

/** What every other part needs: who may do what, the functions and the queues. */
export interface Core {
  roles: Map<string, Role>;
  authorize: Authorize;
  callers: Callers;
  faults: Faults;
  functions: LambdaFunction[];
  queues: Map<string, Queue>;
  invoker: Invoker;
  invokeLater: InvokeLater;
  delivery: Delivery;
}

export interface CoreOptions {
  resources: Resources;
  resolved: ResolvedResource[];
  account: Account;
  settings: Settings;
  bootstrap: string;
  runtime: RuntimeSettings;
  tell: Tell;
}

export async function buildCore(options: CoreOptions): Promise<Core> {
  const { resources, settings, tell } = options;
  const roles = readRoles(resources);
  const authorize = createAuthorize(
    options.account.id,
    readResourcePolicies(resources, arnLookup(options.resolved)),
  );
  const callers = createCallers();
  let faultCount = 0;
  const faults = createFaults(() => `fault-${++faultCount}`);
  const queues = createQueues(resources, {
    now: Date.now,
    tell,
    visibilitySeconds: settings.queueVisibilitySeconds,
  });
  const functions = readFunctions(resources, roles);
  const invoker = createInvoker(functions, {
    settings: options.runtime,
    bootstrap: options.bootstrap,
    processLimit: settings.processLimit,
    callers,
    tell,
  });
  const asyncConfigs = readAsyncConfigs(resources);
  for (const fn of functions) {
    const destination = asyncConfigs.get(fn.name)?.DestinationConfig?.OnFailure?.Destination;
    for (const resource of [destination, fn.deadLetterArn].filter((each) => each !== undefined)) {
      await requireRole(
        fn,
        authorize,
        [{ action: 'sqs:SendMessage', resource }],
        'its failed invocations need',
      );
    }
  }
  const invokeLater = createInvokeLater(invoker, asyncConfigs, queues, tell);
  const delivery = createDelivery({ invoker, invokeLater, queues, authorize, faults, tell });
  return { roles, authorize, callers, faults, functions, queues, invoker, invokeLater, delivery };
}

/** Finds the ARN of what a `Ref` names: queues are named by URL, functions and buckets by name. */
const arnLookup =
  (resources: ResolvedResource[]) =>
  (ref: string): string =>
    resources.find((each) => each.ref === ref)?.attributes.Arn ?? ref;

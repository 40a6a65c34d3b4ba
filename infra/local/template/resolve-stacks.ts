import type { StackTemplate } from './assembly';
import { type Account, type Identity, identify, kinds } from './identity';
import { evaluate, isRecord, noValue, resolve, type Scope } from './intrinsics';
import { RefusedError } from './refused-error';

/** A resource with every intrinsic function in its properties resolved. */
export interface ResolvedResource extends Identity {
  stack: string;
  logicalId: string;
  type: string;
  properties: unknown;
  metadata: Record<string, unknown>;
  /** What `metadata`'s asset path is relative to. */
  directory: string;
}

export interface ResolvedStacks {
  resources: ResolvedResource[];
  /** The outputs of all stacks, by name; the first stack with a name wins. */
  outputs: Record<string, unknown>;
}

/** Resolves stacks in the given order, so that exports are known before they are imported. */
export function resolveStacks(stacks: StackTemplate[], account: Account): ResolvedStacks {
  const exports = new Map<string, unknown>();
  const resources: ResolvedResource[] = [];
  let outputs: Record<string, unknown> = {};
  for (const stack of stacks) {
    const scope = stackScope(stack, account, exports);
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      if (resource.Condition !== undefined && !scope.condition(resource.Condition)) continue;
      resources.push({
        stack: stack.name,
        logicalId,
        type: resource.Type,
        directory: stack.directory,
        metadata: resource.Metadata,
        properties: named(stack, logicalId, () => resolve(resource.Properties, scope)),
        ...scope.identity(logicalId),
      });
    }
    const ownOutputs = named(stack, 'Outputs', () => resolveOutputs(stack, scope, exports));
    outputs = { ...ownOutputs, ...outputs };
  }
  return { resources, outputs };
}

function resolveOutputs(stack: StackTemplate, scope: Scope, exports: Map<string, unknown>) {
  const outputs: Record<string, unknown> = {};
  for (const [name, output] of Object.entries(stack.template.Outputs)) {
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    outputs[name] = resolve(output.Value, scope);
    if (output.Export) exports.set(String(resolve(output.Export.Name, scope)), outputs[name]);
  }
  return outputs;
}

interface StackScope extends Scope {
  identity(logicalId: string): Identity;
}

function stackScope(stack: StackTemplate, account: Account, exports: Map<string, unknown>): StackScope {
  const { template } = stack;
  const identities = new Map<string, Identity>();
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': account.id,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': account.region,
    'AWS::StackId': `arn:aws:cloudformation:${account.region}:${account.id}:stack/${stack.name}/local`,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const scope: StackScope = {
    ref(name) {
      if (name in pseudo) return pseudo[name];
      if (!(name in template.Parameters)) return scope.identity(name).ref;
      const value = template.Parameters[name]?.Default;
      if (value === undefined) throw new RefusedError(`parameter ${name} has no default`);
      return value;
    },
    attribute(logicalId, attribute) {
      const value = scope.identity(logicalId).attributes[attribute];
      if (value !== undefined) return value;
      const type = template.Resources[logicalId]?.Type;
      throw new RefusedError(`attribute ${attribute} of ${logicalId} (${type}) has no local counterpart`);
    },
    condition(name) {
      if (!(name in template.Conditions)) throw new RefusedError(`condition ${name} is not in the template`);
      return evaluate(template.Conditions[name], scope);
    },
    importValue(name) {
      if (!exports.has(name)) throw new RefusedError(`Fn::ImportValue ${name}: no stack exports it`);
      return exports.get(name);
    },
    identity(logicalId) {
      const known = identities.get(logicalId);
      if (known) return known;
      const identity = identityOf(stack, logicalId, account, scope);
      identities.set(logicalId, identity);
      return identity;
    },
  };
  return scope;
}

function identityOf(stack: StackTemplate, logicalId: string, account: Account, scope: Scope): Identity {
  const resource = stack.template.Resources[logicalId];
  if (!resource) throw new RefusedError(`${stack.name}: ${logicalId} is not in the template`);
  const kind = kinds[resource.Type];
  if (!kind) {
    throw new RefusedError(
      `${stack.name}/${logicalId}: resource type ${resource.Type} has no local counterpart`,
    );
  }
  const own = kind.name && isRecord(resource.Properties) ? resource.Properties[kind.name] : undefined;
  const name = own === undefined ? undefined : resolve(own, scope);
  return identify(kind, typeof name === 'string' ? name : generatedName(stack.name, logicalId), account);
}

/** Names stay the same from start to start, so that kept data is found again; SQS and Lambda allow 64 characters. */
function generatedName(stack: string, logicalId: string): string {
  const room = 63 - stack.length;
  return `${stack}-${logicalId.length > room ? logicalId.slice(-room) : logicalId}`;
}

function named<T>(stack: StackTemplate, place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(`${stack.name}/${place}: ${error.message}`);
  }
}

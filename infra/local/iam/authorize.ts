import { runSimulation } from '@cloud-copilot/iam-simulate';
import { isRecord } from '../template/intrinsics';
import { RefusedError } from '../template/refused-error';
import type { Permission, Principal } from './permission';

/** Whether `principal` may do what `permission` says, by its own policies and those of the resource. */
export type Authorize = (principal: Principal, permission: Permission) => Promise<boolean>;

/** The policy attached to a resource (a queue, a function, a bucket), if it has one. */
export type ResourcePolicies = (resourceArn: string) => unknown;

/** Answers are kept: a policy does not change while the stack runs. */
export function createAuthorize(accountId: string, resourcePolicies: ResourcePolicies): Authorize {
  const answers = new Map<string, Promise<boolean>>();
  return (principal, permission) => {
    const who = 'service' in principal ? `${principal.service} ${principal.sourceArn}` : principal.arn;
    const key = JSON.stringify([who, permission]);
    const known = answers.get(key);
    if (known) return known;
    const answer = simulate(accountId, principal, permission, resourcePolicies(permission.resource));
    answers.set(key, answer);
    return answer;
  };
}

async function simulate(
  accountId: string,
  principal: Principal,
  permission: Permission,
  resourcePolicy: unknown,
) {
  const isService = 'service' in principal;
  const policies = isService ? [] : principal.policies;
  [...policies.map(({ policy }) => policy), resourcePolicy].forEach(refuseUnknownConditions);
  const result = await runSimulation(
    {
      request: {
        principal: isService ? principal.service : principal.arn,
        action: permission.action,
        resource: { resource: permission.resource, accountId },
        contextVariables: {
          'aws:SecureTransport': 'true',
          ...(isService ? { 'aws:SourceArn': principal.sourceArn, 'aws:SourceAccount': accountId } : {}),
          ...permission.context,
        },
      },
      identityPolicies: [...policies],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new RefusedError(`IAM check of ${permission.action}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === 'Allowed';
}

const knownConditionKeys = new Set([
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'ses:fromaddress',
]);

/** A condition on a key that a local request never carries would be decided by accident. */
function refuseUnknownConditions(policy: unknown): void {
  if (!isRecord(policy)) return;
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  for (const statement of statements) {
    if (!isRecord(statement) || !isRecord(statement.Condition)) continue;
    for (const keys of Object.values(statement.Condition)) {
      const unknown = Object.keys(isRecord(keys) ? keys : {}).find(
        (key) => !knownConditionKeys.has(key.toLowerCase()),
      );
      if (unknown) throw new RefusedError(`IAM condition key ${unknown} has no local counterpart`);
    }
  }
}

import * as v from 'valibot';
import { RefusedError } from '../template/refused-error';
import type { Resources } from '../template/resources';
import type { NamedPolicy, Principal } from './permission';

const inlinePolicies = v.optional(
  v.array(v.strictObject({ PolicyName: v.string(), PolicyDocument: v.unknown() })),
  [],
);

const roleSchema = v.strictObject({
  AssumeRolePolicyDocument: v.unknown(),
  Policies: inlinePolicies,
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
  RoleName: v.optional(v.string()),
  Description: v.optional(v.string()),
  Path: v.optional(v.string()),
  MaxSessionDuration: v.optional(v.number()),
  Tags: v.optional(v.unknown()),
});

const policySchema = v.strictObject({
  PolicyName: v.optional(v.string()),
  ManagedPolicyName: v.optional(v.string()),
  PolicyDocument: v.unknown(),
  Roles: v.optional(v.array(v.string()), []),
  Description: v.optional(v.string()),
  Path: v.optional(v.string()),
});

/** Only writes logs, which the console stands in for. */
const logsOnly = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

export interface Role {
  name: string;
  arn: string;
  trust: unknown;
  policies: readonly NamedPolicy[];
}

/** The roles of the template by ARN, each with all the policies that are attached to it. */
export function readRoles(resources: Resources): Map<string, Role> {
  const attached = [
    ...resources.claim('AWS::IAM::Policy', policySchema),
    ...resources.claim('AWS::IAM::ManagedPolicy', policySchema),
  ];
  const roles = resources
    .claim('AWS::IAM::Role', roleSchema)
    .map(({ ref: name, attributes, properties }): Role => {
      const policies = [
        ...properties.Policies.map((each) => ({ name: each.PolicyName, policy: each.PolicyDocument })),
        ...attached
          .filter(
            (each) => each.properties.Roles.includes(name) || properties.ManagedPolicyArns.includes(each.ref),
          )
          .map((each) => ({ name: each.ref, policy: each.properties.PolicyDocument })),
      ];
      const foreign = properties.ManagedPolicyArns.find(
        (arn) => arn !== logsOnly && !attached.some((each) => each.ref === arn),
      );
      if (foreign) throw new RefusedError(`${name}: managed policy ${foreign} has no local counterpart`);
      return { name, arn: attributes.Arn ?? name, trust: properties.AssumeRolePolicyDocument, policies };
    });
  return new Map(roles.map((role) => [role.arn, role]));
}

/** A session of `role`, as an assumed role's ARN names it. */
export function roleSession(role: Role, session: string): Principal & { arn: string } {
  const arn = role.arn.replace(':iam::', ':sts::').replace(':role/', ':assumed-role/');
  return { arn: `${arn}/${session}`, policies: role.policies };
}

/** Throws RefusedError unless `service` (e.g. `lambda.amazonaws.com`) may assume the role with this ARN. */
export function assumableRole(roles: Map<string, Role>, arn: string, service: string): Role {
  const role = roles.get(arn);
  if (!role) throw new RefusedError(`role ${arn} is not in the template`);
  if (!JSON.stringify(role.trust).includes(`"${service}"`)) {
    throw new RefusedError(`role ${role.name} cannot be assumed by ${service}`);
  }
  return role;
}

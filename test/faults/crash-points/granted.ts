import * as v from 'valibot';
import { readRoles } from '../../../infra/local/iam/roles';
import { readFunctions } from '../../../infra/local/lambda/function-schema';
import { readAssembly } from '../../../infra/local/template/assembly';
import { resolveStacks } from '../../../infra/local/template/resolve-stacks';
import { createResources } from '../../../infra/local/template/resources';
import { synthesizeProduct } from '../../fixtures/product-stack';
import { MAIL_DOMAIN, TABLE } from '../platform/processes';
import { ACCOUNT, BUCKET, BUS, SECRET } from '../platform/services';
import type { Use } from '../platform/wire';

/** One action that the template allows a function on one resource. */
export interface Grant {
  function: string;
  action: string;
  /** An ARN, maybe with `*` at its end. */
  resource: string;
}

/** What AWS itself does in a function's name: no code calls these. */
const FOR_THE_PLATFORM: Record<string, string[]> = {
  'writes its log': ['logs:CreateLogStream', 'logs:PutLogEvents'],
  'sends its traces': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  'reads the stream for it': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
  'reads the queue for it': [
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ],
};
/** And where a mapping puts what it could not deliver. */
const FAILED_RECORDS = [`arn:aws:s3:::${BUCKET}/aws/lambda/*`, `arn:aws:s3:::${BUCKET}`];

const Statement = v.object({
  Action: v.union([v.string(), v.array(v.string())]),
  Resource: v.union([v.string(), v.array(v.string())]),
});
const Policy = v.object({ Statement: v.array(Statement) });

/** Everything that the template allows the functions, in the names that the platform has for things. */
export async function grants(): Promise<Grant[]> {
  const { resources: resolved, outputs } = resolveStacks(readAssembly(await synthesizeProduct()), {
    ...ACCOUNT,
    apiUrl: 'https://api',
  });
  const resources = createResources(resolved);
  const functions = readFunctions(resources, readRoles(resources));
  const variable = (name: string) =>
    functions.map(({ environment }) => environment[name]).find((value) => value !== undefined) ?? '';
  const names: [string, string][] = [
    [`table/${outputs['TableName']}`, `table/${TABLE}`],
    [`:::${variable('PAYLOAD_BUCKET')}`, `:::${BUCKET}`],
    [`event-bus/${outputs['BusName']}`, `event-bus/${BUS}`],
    [String(outputs['StripeSecretArn']), SECRET],
    [`:${variable('PARSE_QUEUE_URL').split('/').at(-1)}"`, ':parse"'],
    [`:${variable('PARSE_DEAD_LETTERS_URL').split('/').at(-1)}"`, ':dead-letters"'],
    [`:${variable('WORK_DEAD_LETTERS_URL').split('/').at(-1)}"`, ':dead-letters"'],
    [`:${variable('WORK_QUEUE_URL').split('/').at(-1)}"`, ':work"'],
    [`function:${outputs['Name']}-`, 'function:platform-'],
    [`identity/${variable('MAIL_DOMAIN')}`, `identity/${MAIL_DOMAIN}`],
  ];
  return functions.flatMap(({ name, role }) => {
    const text = JSON.stringify(role.policies.map(({ policy }) => policy));
    const policies = names.reduce((renamed, [from, to]) => renamed.replaceAll(from, to), text);
    return v
      .parse(v.array(Policy), JSON.parse(policies))
      .flatMap(({ Statement: statements }) => statements)
      .flatMap(({ Action, Resource }) =>
        [Action].flat().flatMap((action) =>
          [Resource].flat().map((resource) => ({
            function: name.slice(`${outputs['Name']}-`.length),
            action,
            resource,
          })),
        ),
      );
  });
}

export const isForThePlatform = ({ action, resource }: Grant): boolean =>
  Object.values(FOR_THE_PLATFORM).flat().includes(action) || FAILED_RECORDS.includes(resource);

/** Whether this grant is one that allows that use. */
export function allows(grant: Grant, { function: user, permission }: Use): boolean {
  const matches = (resource: string) =>
    grant.resource.endsWith('*')
      ? resource.startsWith(grant.resource.slice(0, -1))
      : resource === grant.resource;
  return (
    grant.function === user &&
    grant.action === permission.action &&
    [permission.resource, permission.alternative].some((each) => each !== undefined && matches(each))
  );
}

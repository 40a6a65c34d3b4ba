import type { LambdaFunction } from '../lambda/function-schema';
import type { Mapping } from '../lambda/mapping-schema';
import { RefusedError } from '../template/refused-error';
import type { Authorize } from './authorize';
import type { Permission } from './permission';
import { roleSession } from './roles';

/** Throws RefusedError, with the missing action, when a function's role may not read the source of its mapping. */
export async function requireMappingPermissions(mapping: Mapping, fn: LambdaFunction, authorize: Authorize) {
  await requireRole(fn, authorize, neededBy(mapping), 'its event source mapping needs');
}

/** As AWS checks when a mapping, or an on-failure destination, is made: the role must hold all `permissions`. */
export async function requireRole(
  fn: LambdaFunction,
  authorize: Authorize,
  permissions: Permission[],
  why: string,
) {
  for (const permission of permissions) {
    if (await authorize(roleSession(fn.role, fn.name), permission)) continue;
    const { action, resource } = permission;
    throw new RefusedError(`${fn.logicalId}: its role may not ${action} on ${resource}, which ${why}`);
  }
}

function neededBy({ EventSourceArn: resource, DestinationConfig }: Mapping): Permission[] {
  if (resource.startsWith('arn:aws:sqs:')) {
    return ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((each) => ({
      action: `sqs:${each}`,
      resource,
    }));
  }
  const bucket = DestinationConfig?.OnFailure?.Destination;
  return [
    ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((each) => ({
      action: `dynamodb:${each}`,
      resource,
    })),
    { action: 'dynamodb:ListStreams', resource: '*' },
    ...(bucket ? [{ action: 's3:PutObject', resource: `${bucket}/aws/lambda/failed` }] : []),
    ...(bucket ? [{ action: 's3:ListBucket', resource: bucket }] : []),
  ];
}

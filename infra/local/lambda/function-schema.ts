import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { assumableRole, type Role } from '../iam/roles';
import { RefusedError } from '../template/refused-error';
import type { Resource, Resources } from '../template/resources';

const functionSchema = v.strictObject({
  FunctionName: v.optional(v.string()),
  Description: v.optional(v.string()),
  Architectures: v.optional(v.array(v.string())),
  Runtime: v.pipe(v.string(), v.regex(/^nodejs\d+\.x$/, 'is not a Node.js runtime')),
  Code: v.strictObject({ S3Bucket: v.string(), S3Key: v.string() }),
  Handler: v.string(),
  Role: v.string(),
  MemorySize: v.optional(v.number(), 128),
  Timeout: v.optional(v.number(), 3),
  Environment: v.optional(v.strictObject({ Variables: v.optional(v.record(v.string(), v.string()), {}) })),
  ReservedConcurrentExecutions: v.optional(v.number()),
  DeadLetterConfig: v.optional(v.strictObject({ TargetArn: v.string() })),
  // There is no loop detection here.
  RecursiveLoop: v.optional(v.unknown()),
  // Where and how logs and traces are kept; the console takes their place.
  LoggingConfig: v.optional(v.unknown()),
  TracingConfig: v.optional(v.unknown()),
  // Everything is on one machine.
  VpcConfig: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});

/** A function as the template describes it. */
export interface LambdaFunction {
  name: string;
  logicalId: string;
  arn: string;
  role: Role;
  /** The folder of its bundle. */
  directory: string;
  handler: string;
  memoryMb: number;
  timeoutMs: number;
  environment: Record<string, string>;
  /** The most processes it may have at once, where the template reserves a number. */
  concurrency: number | undefined;
  deadLetterArn: string | undefined;
}

/** The functions of the template. Throws RefusedError when a bundle is not in the assembly. */
export function readFunctions(resources: Resources, roles: Map<string, Role>): LambdaFunction[] {
  return resources.claim('AWS::Lambda::Function', functionSchema).map((resource) => ({
    name: resource.ref,
    logicalId: resource.logicalId,
    arn: resource.attributes.Arn ?? '',
    role: assumableRole(roles, resource.properties.Role, 'lambda.amazonaws.com'),
    directory: assetDirectory(resource),
    handler: resource.properties.Handler,
    memoryMb: resource.properties.MemorySize,
    timeoutMs: resource.properties.Timeout * 1000,
    environment: resource.properties.Environment?.Variables ?? {},
    concurrency: resource.properties.ReservedConcurrentExecutions,
    deadLetterArn: resource.properties.DeadLetterConfig?.TargetArn,
  }));
}

/** The assets of a CDK stage are beside its folder; `S3Key` is the asset's hash with `.zip`. */
function assetDirectory(resource: Resource<v.InferOutput<typeof functionSchema>>): string {
  const asset = `asset.${basename(resource.properties.Code.S3Key, '.zip')}`;
  const found = [resource.directory, dirname(resource.directory)]
    .map((directory) => join(directory, asset))
    .find((directory) => existsSync(directory));
  if (found) return found;
  throw new RefusedError(`${resource.stack}/${resource.logicalId}: bundle ${asset} is not in the assembly`);
}

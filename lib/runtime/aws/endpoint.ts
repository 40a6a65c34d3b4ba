/** Services that functions call without their whole client. The keys are what requests are signed for. */
const SERVICES = { dynamodb: 'DYNAMODB', secretsmanager: 'SECRETS_MANAGER', s3: 'S3', sqs: 'SQS' } as const;
export type ServiceName = keyof typeof SERVICES;

/** What the names of hosts end with where it is not `amazonaws.com`. */
const SUFFIXES: Record<string, string> = { cn: 'amazonaws.com.cn' };

/**
 * The region that the function runs in.
 * @throws Error if nothing names it
 */
export function regionOf(env: NodeJS.ProcessEnv): string {
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (!region) throw new Error('AWS_REGION is not set.');
  return region;
}

/**
 * Where a service is to be reached instead of at its own address, by the variables that every AWS SDK knows: one for the
 * service, one for all. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function givenEndpoint(service: ServiceName, env: NodeJS.ProcessEnv): string | null {
  return env[`AWS_ENDPOINT_URL_${SERVICES[service]}`] ?? env['AWS_ENDPOINT_URL'] ?? null;
}

/** The service's own host in a region. */
export function regionalHost(service: ServiceName, region: string): string {
  const suffix = SUFFIXES[region.split('-')[0] ?? ''] ?? 'amazonaws.com';
  return `${service}.${region}.${suffix}`;
}

import { givenEndpoint, regionalHost, regionOf } from '../runtime/aws/endpoint';

/** Where a bucket's objects are: in AWS it has a host of its own, at any other endpoint its name begins the path. */
export function bucketAddress(bucket: string, env: NodeJS.ProcessEnv): { endpoint: URL; root: string } {
  const given = givenEndpoint('s3', env);
  if (given !== null) return { endpoint: new URL(given), root: `/${bucket}` };
  return { endpoint: new URL(`https://${bucket}.${regionalHost('s3', regionOf(env))}`), root: '' };
}

import { AwsCallError } from '../runtime/aws/aws-call-error';
import { type AwsAnswer, awsService } from '../runtime/aws/aws-service';
import { bucketAddress } from './bucket-address';

/** Objects of one bucket, by key. */
export function s3Objects(bucket: string, env = process.env) {
  const { endpoint, root } = bucketAddress(bucket, env);
  const call = awsService('s3', endpoint);
  const pathOf = (key: string) => `${root}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return {
    put: async (key: string, bytes: Uint8Array): Promise<void> => {
      await call({ method: 'PUT', path: pathOf(key), headers: {}, body: bytes }, refusalOf);
    },
    get: async (key: string): Promise<Uint8Array> => {
      const { body } = await call({ method: 'GET', path: pathOf(key), headers: {} }, refusalOf);
      return body;
    },
    remove: async (key: string): Promise<void> => {
      await call({ method: 'DELETE', path: pathOf(key), headers: {} }, refusalOf);
    },
  };
}

/** S3 refuses in XML; of it, the code is enough. */
function refusalOf({ status, body }: AwsAnswer): AwsCallError | null {
  if (status < 300) return null;
  const code = /<Code>([^<]+)<\/Code>/.exec(new TextDecoder().decode(body))?.[1] ?? 'UnreadableAnswer';
  return new AwsCallError(code, `S3 answered ${status}: ${code}.`, status);
}

import * as v from 'valibot';
import { AwsCallError } from './aws-call-error';
import { type AwsAnswer, awsService } from './aws-service';
import { givenEndpoint, regionalHost, regionOf } from './endpoint';

/** The services that speak JSON: the prefix and version of their operations. */
const PROTOCOLS = {
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0' },
  secretsmanager: { prefix: 'secretsmanager', version: '1.1' },
  sqs: { prefix: 'AmazonSQS', version: '1.0' },
} as const;

/** Runs an operation, such as `PutItem`. @throws AwsCallError if AWS refuses */
export type CallOperation = (operation: string, input: object) => Promise<unknown>;

/** A service of AWS whose requests and answers are JSON. */
export function jsonService(service: keyof typeof PROTOCOLS, env = process.env): CallOperation {
  const { prefix, version } = PROTOCOLS[service];
  const endpoint = givenEndpoint(service, env) ?? `https://${regionalHost(service, regionOf(env))}`;
  const call = awsService(service, new URL(endpoint));
  return async (operation, input) => {
    const headers = {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${prefix}.${operation}`,
    };
    const { body } = await call(
      { method: 'POST', path: '/', headers, body: JSON.stringify(input) },
      refusalOf,
    );
    return parse(body);
  };
}

/** AWS spells the message either way. */
const Refusal = v.object({
  __type: v.string(),
  message: v.optional(v.string()),
  Message: v.optional(v.string()),
});

function refusalOf({ status, body }: AwsAnswer): AwsCallError | null {
  if (status < 300) return null;
  const { success, output } = v.safeParse(Refusal, parse(body));
  if (!success) return new AwsCallError('UnreadableAnswer', `AWS answered ${status}.`, status);
  const code = output.__type.split('#').at(-1) ?? output.__type;
  return new AwsCallError(code, output.message ?? output.Message ?? code, status);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

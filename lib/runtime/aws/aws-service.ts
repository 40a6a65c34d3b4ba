import { isNativeError } from 'node:util/types';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { isThrottlingError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry';
import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { regionOf, type ServiceName } from './endpoint';

/** A function has seconds, and AWS answers within milliseconds or not at all. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 5_000;
const ATTEMPTS = 4;

export interface AwsRequest {
  method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  /** From the root, each segment encoded. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface AwsAnswer {
  status: number;
  body: Uint8Array;
}

/** Sends one signed request; what `refusal` finds in the answer is thrown, after tries again where that helps. */
export type AwsService = (
  request: AwsRequest,
  refusal: (answer: AwsAnswer) => Error | null,
) => Promise<AwsAnswer>;

/**
 * Calls a service of AWS with the parts that its SDK is made of: their signature, connections and rules for trying again,
 * without the client around them, which costs more CPU and time to load than all that a webhook's receipt does besides
 * (docs/adr/0029). A request may arrive twice, as with the SDK.
 */
export function awsService(service: ServiceName, endpoint: URL): AwsService {
  const signer = new SignatureV4({
    service,
    region: regionOf(process.env),
    credentials: defaultProvider(),
    sha256: Hash.bind(null, 'sha256'),
    // S3 signs the path as it is sent, all others encode it once more.
    uriEscapePath: service !== 's3',
  });
  const http = new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    requestTimeout: ANSWER_MS,
    throwOnRequestTimeout: true,
  });
  const retries = new StandardRetryStrategy(ATTEMPTS);

  const attempt = async ({ method, path, headers, body }: AwsRequest): Promise<AwsAnswer> => {
    const request = new HttpRequest({
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port && { port: Number(endpoint.port) }),
      method,
      path,
      headers: { ...headers, host: endpoint.host },
      body,
    });
    const signed = new HttpRequest(await signer.sign(request));
    const { response } = await http.handle(signed);
    return { status: response.statusCode, body: await streamCollector(response.body) };
  };

  return async (request, refusal) => {
    let token = await retries.acquireInitialRetryToken(service);
    for (;;) {
      try {
        const answer = await attempt(request);
        const refused = refusal(answer);
        if (refused) throw refused;
        retries.recordSuccess(token);
        return answer;
      } catch (error) {
        const errorType = isFailure(error) ? kindOf(error) : null;
        if (!isFailure(error) || !errorType) throw error;
        try {
          token = await retries.refreshRetryTokenForRetry(token, { errorType, error });
        } catch {
          throw error;
        }
      }
    }
  };
}

type SdkError = Parameters<typeof isTransientError>[0];

/** What the rules for trying again know an error by: all that they look at beyond a plain error is optional. */
function isFailure(error: unknown): error is SdkError {
  return isNativeError(error);
}

/** Null: another try would end the same way. */
function kindOf(error: SdkError): 'THROTTLING' | 'TRANSIENT' | null {
  if (isThrottlingError(error)) return 'THROTTLING';
  return isTransientError(error) ? 'TRANSIENT' : null;
}

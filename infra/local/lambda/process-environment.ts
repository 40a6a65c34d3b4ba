import type { Credentials } from '../aws-endpoint/callers';
import type { LambdaFunction } from './function-schema';

export interface RuntimeSettings {
  region: string;
  awsUrl: string;
  /** What every function gets besides its own variables, or in their stead. */
  variables: Record<string, string>;
}

/** The environment variables of a function's process: Lambda's and the template's, nothing of this process. */
export function processEnvironment(
  fn: LambdaFunction,
  credentials: Credentials,
  settings: RuntimeSettings,
): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_ENDPOINT_URL: settings.awsUrl,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: fn.directory,
    // What this machine's Node is says nothing about Lambda's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TZ: ':UTC',
    _HANDLER: fn.handler,
    ...fn.environment,
    ...settings.variables,
  };
}

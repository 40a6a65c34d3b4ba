import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured log lines. What may stand in them: ids, types, states, counts, durations, error names and
 * messages. What may not: bodies, headers, tokens, secrets, addresses.
 */
export function logger(functionName: string): Logger {
  return new Logger({ serviceName: functionName });
}

import * as v from 'valibot';

export interface ErrorDescription {
  name: string;
  message: string;
  /** Where it was thrown, without the message. */
  at: string[];
}

/**
 * An error as a log or a record may hold it. An SDK's error object carries requests and headers, and a
 * validation error quotes the value it was given, which may be a person's: of those only the places are named.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error))
    return { name: 'unknown', message: 'Something other than an Error.', at: [] };
  const message = v.isValiError(error) ? unexpectedShape(error.issues) : error.message;
  return { name: error.name, message, at: (error.stack ?? '').match(/^ {4}at .*$/gm) ?? [] };
}

function unexpectedShape(issues: readonly v.BaseIssue<unknown>[]): string {
  const places = issues.map(
    (issue) => `${v.getDotPath(issue) ?? 'it'} (expected ${issue.expected ?? 'another'})`,
  );
  return `Unexpected shape: ${places.join(', ')}`;
}

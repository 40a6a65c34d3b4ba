import type * as v from 'valibot';

/** `{"field": ["what is wrong", …]}`, in the words of Django REST Framework where it has some. */
export type FieldErrors = Record<string, string[]>;

export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldErrors {
  const errors = new Map<string, string[]>();
  for (const issue of issues) {
    const field = String(issue.path?.[0]?.key ?? 'non_field_errors');
    const message = messageOf(issue);
    const known = errors.get(field) ?? [];
    if (!known.includes(message)) errors.set(field, [...known, message]);
  }
  return Object.fromEntries(errors);
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  const isMissing = issue.input === undefined && issue.kind === 'schema' && (issue.path?.length ?? 0) === 1;
  return isMissing ? 'This field is required.' : issue.message;
}

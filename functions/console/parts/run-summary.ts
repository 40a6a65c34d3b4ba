import { isTrue, numberOf, type Row, rowOf, textOf } from '../api/row';

/** What a run did, in a line. */
export function runSummary(run: Row): string {
  const summary = rowOf(run, 'summary');
  const note = textOf(run, 'note');
  const parts = rowOf(run, 'parts');
  const verb = isTrue(run, 'dry_run') ? 'would change' : 'changed';
  return [
    summary && `${numberOf(summary, 'changed') ?? 0} of ${numberOf(summary, 'processed') ?? 0} ${verb}`,
    summary && numberOf(summary, 'failed') ? `${numberOf(summary, 'failed')} failed` : null,
    parts && `${numberOf(parts, 'done')} of ${numberOf(parts, 'sent')} parts done`,
    note,
  ]
    .filter(Boolean)
    .join(', ');
}

import type { Summary } from '../../lib/command/command';

/** A summary as people read it. */
export function inWords(summary: Summary, dryRun: boolean): string {
  const { command, processed, changed, skipped, failed, errors, duration_ms } = summary;
  const lines = [
    `${command}: ${processed} processed, ${changed} ${dryRun ? 'would change' : 'changed'}, ${skipped} skipped, ` +
      `${failed} failed, in ${(duration_ms / 1000).toFixed(1)} s`,
    ...errors.map(({ id, message }) => `  ${id}: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}

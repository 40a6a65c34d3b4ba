import type { Summary } from '../../lib/command/command';
import { type CommandLine, readCommandLine, USAGE, UsageError } from './command-line';
import { runRemotely } from './invoke-command';
import { showProgress } from './progress';
import { targetOf } from './target';

/** `npm run command`: exit code 0, 1 if a record failed or the run broke off, 2 for wrong usage. */
async function main(): Promise<number> {
  const line = readCommandLine(process.argv.slice(2));
  const target = targetOf(line.stack);
  process.stderr.write(`${line.name} on ${target.stack}${line.dryRun ? ', dry run' : ''} …\n`);
  const { summary, note } = await runRemotely(line, target, showProgress(process.stderr));
  if (note !== null) process.stderr.write(`${note}\n`);
  process.stdout.write(line.json ? `${JSON.stringify(summary)}\n` : inWords(summary, line));
  return summary.failed > 0 ? 1 : 0;
}

function inWords(summary: Summary, { dryRun }: CommandLine): string {
  const { command, processed, changed, skipped, failed, errors, duration_ms } = summary;
  const lines = [
    `${command}: ${processed} processed, ${changed} ${dryRun ? 'would change' : 'changed'}, ${skipped} skipped, ` +
      `${failed} failed, in ${(duration_ms / 1000).toFixed(1)} s`,
    ...errors.map(({ id, message }) => `  ${id}: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}

// What this machine's Node is says nothing about the deployed functions'.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (isUsage) process.stderr.write(`\n${USAGE}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);

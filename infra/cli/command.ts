import { readCommandLine, USAGE } from './command-line';
import { exitWith } from './exit-code';
import { fetchExport, refuseExisting } from './fetch-export';
import { inWords } from './in-words';
import { runRemotely } from './invoke-command';
import { showProgress } from './progress';
import { targetOf } from './target';

/** `npm run command`: exit code 0, 1 if a record failed or the run broke off, 2 for wrong usage. */
async function main(): Promise<number> {
  const line = readCommandLine(process.argv.slice(2));
  const target = targetOf(line.stack);
  if (line.out !== null) refuseExisting(line.out);
  process.stderr.write(`${line.name} on ${target.stack}${line.dryRun ? ', dry run' : ''} …\n`);
  const { summary, note } = await runRemotely(line, target, showProgress(process.stderr));
  if (note !== null) process.stderr.write(`${note}\n`);
  if (line.out !== null && note?.startsWith('s3://')) {
    await fetchExport(note, line.out, target);
    process.stderr.write(`Written to ${line.out}, which only you may read.\n`);
  }
  process.stdout.write(line.json ? `${JSON.stringify(summary)}\n` : inWords(summary, line.dryRun));
  return summary.failed > 0 ? 1 : 0;
}

exitWith(main, USAGE);

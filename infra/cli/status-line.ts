import { readOptions } from './usage';

export interface StatusCommandLine {
  /** A deployed stack; null means the one that runs on this machine. */
  stack: string | null;
  json: boolean;
}

export const STATUS_USAGE = `Usage: npm run status -- [--stack NAME] [--json]

  --stack   a deployed stack, read with your AWS credentials; without it the local one
  --json    all of it as one JSON object on standard output

Exit code 0 where every line is OK or LOOK, 1 where one is BAD, 2 for wrong usage.`;

/** @throws UsageError that names what is wrong */
export function readStatusLine(args: string[]): StatusCommandLine {
  const { values } = readOptions({ args, options: { stack: { type: 'string' }, json: { type: 'boolean' } } });
  return { stack: values.stack ?? null, json: values.json ?? false };
}

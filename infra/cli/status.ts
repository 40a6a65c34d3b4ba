import { createColors } from 'picocolors';
import { judgeStatus } from '../../lib/status/judge-status';
import { exitWith } from './exit-code';
import { printStatus } from './print-status';
import { readStatus } from './read-status';
import { stackTargetOf } from './stack-outputs';
import { readStatusLine, STATUS_USAGE } from './status-line';

/** `npm run status`: exit code 0, 1 if something is bad, 2 for wrong usage. */
async function main(): Promise<number> {
  const { stack, json } = readStatusLine(process.argv.slice(2));
  const target = await stackTargetOf(stack);
  const status = judgeStatus(await readStatus(target), Date.now());
  const colours = createColors(process.stdout.isTTY === true && !process.env['NO_COLOR']);
  process.stdout.write(json ? `${JSON.stringify(status)}\n` : printStatus(status, colours));
  return status.state === 'BAD' ? 1 : 0;
}

exitWith(main, STATUS_USAGE);

import { finishRotation } from '../../lib/setup/finish-rotation';
import { setUp } from '../../lib/setup/set-up';
import { exitWith } from './exit-code';
import { readSetupLine, SETUP_USAGE } from './setup-line';
import { setupPorts } from './setup-ports';
import { stackTargetOf } from './stack-outputs';

/** `npm run setup`: exit code 0, 1 if something could not be done, 2 for wrong usage. */
async function main(): Promise<number> {
  const line = readSetupLine(process.argv.slice(2));
  const target = await stackTargetOf(line.stack);
  const { stack, isLocal, livemode, outputs } = target;
  process.stderr.write(`${stack}, livemode ${livemode}${line.dryRun ? ', dry run' : ''} …\n`);
  const done: string[] = [];
  const ports = setupPorts(target, (text) => {
    done.push(text);
    if (!line.json) process.stdout.write(`${line.dryRun ? '(dry run) ' : ''}${text}\n`);
  });
  const place = { stack, isLocal, webhookUrl: outputs.WebhookUrl, livemode };
  const { STRIPE_API_KEY, STRIPE_SETUP_KEY } = process.env;
  const wish = { ...line, apiKey: STRIPE_API_KEY || null, setupKey: STRIPE_SETUP_KEY || null };
  const result = line.finishRotation
    ? await finishRotation(wish, place, ports)
    : await setUp(wish, place, ports);
  if (line.json)
    process.stdout.write(`${JSON.stringify({ stack, dry_run: line.dryRun, ...result, done })}\n`);
  return 0;
}

exitWith(main, SETUP_USAGE);

import { banner } from './console/banner';
import { printForMachines, printForPeople } from './console/print-report';
import { createCleanup } from './stack/cleanup';
import { readSettings, type Settings } from './stack/settings';
import { startStack } from './stack/start-stack';

// SIGHUP comes when the terminal is closed.
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** `npm start [-- --app FILE | --assembly DIR] [--json] [--persist] [--schedules]` */
async function main(settings: Settings): Promise<void> {
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const tell = (settings.json ? printForMachines : printForPeople)(write);
  const cleanup = createCleanup();
  const stop = async (code: number): Promise<never> => {
    // A second signal does not wait for what hangs.
    for (const signal of signals) process.on(signal, () => process.exit(code));
    await cleanup.run();
    process.exit(code);
  };
  for (const signal of signals) process.once(signal, () => stop(0));
  // Whoever reads our output may stop before we do.
  process.stdout.on('error', () => stop(0));
  const started = performance.now();
  try {
    const endpoints = await startStack(settings, cleanup, tell);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (settings.json) tell({ kind: 'notice', message: 'ready' });
    else write(banner(endpoints, seconds));
  } catch (error) {
    console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
    await stop(1);
  }
}

// What this machine's Node is says nothing about the deployed functions'.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
main(readSettings(process.argv.slice(2), process.env));

import { UsageError } from './usage';

/** Runs a command line's `main` and exits with what it gives; 1 for an error, 2, with the usage, for wrong usage. */
export function exitWith(main: () => Promise<number>, usage: string): void {
  // What this machine's Node is says nothing about the deployed functions'.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const isUsage = error instanceof UsageError;
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      if (isUsage) process.stderr.write(`\n${usage}\n`);
      process.exitCode = isUsage ? 2 : 1;
    },
  );
}

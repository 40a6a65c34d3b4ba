import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Wrong usage: said with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options of a command line. @throws UsageError that names what is not understood */
export function readOptions<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The arguments are not understood.');
  }
}

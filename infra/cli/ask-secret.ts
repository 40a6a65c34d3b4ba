import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './usage';

/** Asks at the terminal, without showing what is typed. @throws UsageError if there is no terminal, or no answer */
export async function askSecret(question: string, otherwise: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) throw new UsageError(otherwise);
  stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: stdin, output: silent, terminal: true });
  // Ctrl-C and Ctrl-D close it, and leave the question open for ever.
  const closed = once(line, 'close').then((): string => {
    throw new UsageError('No key was given.');
  });
  try {
    return await Promise.race([line.question(''), closed]);
  } finally {
    closed.catch(() => {});
    line.close();
    stderr.write('\n');
  }
}

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './command-line';

/** Asks at the terminal, without showing what is typed. @throws UsageError if there is no terminal */
export async function askSecret(question: string, otherwise: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) throw new UsageError(otherwise);
  stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await line.question('');
  } finally {
    line.close();
    stderr.write('\n');
  }
}

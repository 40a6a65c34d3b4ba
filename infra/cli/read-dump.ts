import { createReadStream } from 'node:fs';
import { JSONParser } from '@streamparser/json';

/**
 * The elements of a JSON array in a file, one by one: a dump may be larger than memory.
 * @throws Error that says where the file is no JSON, or that it holds no array
 */
export async function* readDump(file: string): AsyncGenerator<unknown> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  let ready: unknown[] = [];
  let isArray = true;
  parser.onValue = ({ key, value }) => {
    if (typeof key === 'number') ready.push(value);
    else isArray = false;
  };
  try {
    for await (const chunk of createReadStream(file)) {
      parser.write(chunk);
      if (!isArray) throw new Error('it is not a JSON array');
      const rows = ready;
      ready = [];
      yield* rows;
    }
    if (!parser.isEnded) {
      // Says where it is cut off; of nothing but white space it says nothing.
      parser.end();
      throw new Error('it is empty');
    }
  } catch (error) {
    throw new Error(`${file} is not a dump: ${error instanceof Error ? error.message : String(error)}`);
  }
}

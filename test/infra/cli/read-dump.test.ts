import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDump } from '../../../infra/cli/read-dump';

describe('readDump', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'dump-')), 'dump.json');
  const rowsOf = async (text: string) => {
    writeFileSync(file, text);
    const rows: unknown[] = [];
    for await (const row of readDump(file)) rows.push(row);
    return rows;
  };

  it('gives the rows of a dump larger than what is read at once, as they are', async () => {
    const rows = Array.from({ length: 3000 }, (_, pk) => ({
      model: 'm',
      pk,
      fields: { name: `zażółć "${pk}"` },
    }));
    expect(await rowsOf(JSON.stringify(rows))).toEqual(rows);
    expect(await rowsOf(JSON.stringify(rows, null, 2))).toEqual(rows);
    expect(await rowsOf('[]\n')).toEqual([]);
  });

  it.each([
    ['cut off', '[{"model": "m", "pk": 1}, {"mo'],
    ['no JSON', 'Operations to perform: …'],
    ['an object', '{"model": "m"}'],
    ['empty', ''],
  ])('refuses a file that is %s', async (_, text) => {
    await expect(rowsOf(text)).rejects.toThrow(`${file} is not a dump: `);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** A table's rows, without its head, as cells. */
const rows = read('docs/parity.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (feature|---) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/parity.md', () => {
  it('has a section for each part of aa-stripe, and a row for each feature', () => {
    const sections = [...read('docs/parity.md').matchAll(/^## (.*)$/gm)].map(([, name]) => name);
    expect(sections).toEqual([
      'Customers',
      'Charges',
      'Plans',
      'Subscriptions',
      'Coupons',
      'Webhooks',
      'Admin',
      'Settings',
    ]);
    expect(rows.length).toBeGreaterThan(80);
  });

  it.each(rows.map((cells) => [cells[1] ?? '', cells] as const))(
    'says of "%s" what it was, what it is, and which test shows it',
    (_, cells) => {
      const [before, ...shown] = cells;
      expect([before, shown.pop()]).toEqual(['', '']);
      expect(shown).toHaveLength(4);
      expect(shown.filter((cell) => cell === '')).toEqual([]);
      const [, file = '', title = ''] = /^`(test\/[\w./-]+\.test\.ts)` “(.+)”$/.exec(shown[3] ?? '') ?? [];
      expect([file, existsSync(join(ROOT, file))]).toEqual([expect.stringMatching(/\.test\.ts$/), true]);
      expect(read(file)).toContain(title);
    },
  );
});

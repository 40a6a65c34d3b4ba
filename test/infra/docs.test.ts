import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigSchema, parseConfig } from '../../infra/config/config';
import { madeFiles } from '../../infra/docs/write-docs';
import { COMMANDS } from '../../lib/command/command';
import { SIGNALS } from '../../lib/signals/signal';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const rows = (text: string) =>
  [...text.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, key = '', value = '']) => ({ key, value }));

describe('the documentation', () => {
  it('describes each key of the configuration, with its default', () => {
    const documented = rows(read('docs/configuration.md'));
    expect(documented.map(({ key }) => key)).toEqual(Object.keys(ConfigSchema.entries));
    const defaults: Record<string, unknown> = parseConfig({});
    for (const { key, value } of documented) {
      if (value.startsWith('`'))
        expect([key, JSON.parse(value.replaceAll('`', ''))]).toEqual([key, defaults[key]]);
      else expect([key, defaults[key]]).toEqual([key, undefined]);
    }
  });

  it('describes each signal', () => {
    const named = rows(read('docs/signals.md')).map(({ key }) => key);
    expect(named).toEqual(expect.arrayContaining([...SIGNALS]));
  });

  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/adr/README.md',
    'docs/adr/0002-table-design.md',
    'docs/reliability.md',
    'docs/data-protection.md',
    'docs/setup.md',
    'docs/operations.md',
    'docs/runbook.md',
  ])('has no dead link in %s', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    const dead = links.filter((target) => !existsSync(join(ROOT, dirname(file), target)));
    expect(dead).toEqual([]);
  });

  it.each(Object.entries(madeFiles()))('has %s as the code makes it (npm run docs)', (path, content) => {
    expect(read(path)).toBe(content);
  });

  it('names in docs/reliability.md every invariant, and only tests that exist', () => {
    const text = read('docs/reliability.md');
    const invariants = [...text.matchAll(/\(I(\d+)\) \|/g)].map(([, number]) => Number(number));
    expect(invariants).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const tests = [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file = '']) => file);
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('names only commands that exist', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const docs = [
      'README.md',
      'CONTRIBUTING.md',
      'docs/reliability.md',
      'docs/commands.md',
      'docs/data-protection.md',
      'docs/setup.md',
      'docs/operations.md',
      'docs/runbook.md',
    ]
      .map(read)
      .join('\n');
    const named = [...docs.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(scripts).toEqual(expect.arrayContaining(named));
  });

  it('says in docs/data-protection.md how long things are kept, and names what is there', () => {
    const text = read('docs/data-protection.md');
    const commands = [...text.matchAll(/\b((?:erase|export|expire)-[\w-]+)/g)].map(([, name = '']) => name);
    expect(COMMANDS).toEqual(expect.arrayContaining(commands));
    const keys = ['rawDataOnBus', 'webhookBodyDays', 'logRetentionDays', 'archiveDays', 'ownerClaim'];
    expect(Object.keys(ConfigSchema.entries)).toEqual(expect.arrayContaining(keys));
    for (const key of keys) expect(text).toContain(`\`${key}\``);
    for (const name of ['expire-webhook-bodies', 'erase-owner', 'export-owner'])
      expect(commands).toContain(name);
    for (const command of COMMANDS) expect(read('docs/commands.md')).toContain(`| \`${command}\` |`);
  });
});

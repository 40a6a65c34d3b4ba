import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
type Level = 'read' | 'write';

/** Where the SDK's name says less than it should, or a method reaches another resource. */
const RESOURCES: Record<string, string> = {
  'customers.listPaymentMethods': 'payment_methods',
  'customers.listSources': 'sources',
};
const WRITES = ['create', 'update', 'del', 'attach', 'confirm', 'cancel'];

/** What the requests in a file need: calls of the SDK, and the paths of requests that are sent as they are frozen. */
function needsOf(code: string, isAdapter: boolean): [string, Level][] {
  const text = code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+\./g, '.');
  const calls = isAdapter ? [...text.matchAll(/(?:stripe|client\(\)\))\.([a-z]\w+)\.([a-z]\w+)\(/g)] : [];
  const raw: Level = text.includes("rawRequest('GET'") ? 'read' : 'write';
  const paths = [...text.matchAll(/['`]\/v1\/([a-z_]+)(?:\/\$\{[^}]*\}\/(sources))?/g)];
  return [
    ...calls.map(([, resource = '', method = '']): [string, Level] => [
      RESOURCES[`${resource}.${method}`] ??
        resource.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      WRITES.includes(method) ? 'write' : 'read',
    ]),
    ...paths.map(([, resource = '', inner]): [string, Level] => [inner ?? resource, raw]),
  ];
}

/** Setup alone writes endpoints; what it shares with the functions stands in their files. */
const OF_SETUP = 'lib/stripe/stripe-endpoints.ts';

function needs(files: string[]): Record<string, Level> {
  const all = new Map<string, Level>();
  for (const file of files) {
    for (const [resource, level] of needsOf(
      readFileSync(join(ROOT, file), 'utf8'),
      file.startsWith('lib/stripe/'),
    )) {
      if (all.get(resource) !== 'write') all.set(resource, level);
    }
  }
  return Object.fromEntries([...all].sort());
}

describe('the table of permissions in docs/setup.md', () => {
  const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .map((file) => `lib/${file}`)
    .filter((file) => file.endsWith('.ts'));
  const rows = [
    ...readFileSync(join(ROOT, 'docs/setup.md'), 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \|\s*(\w*)\s*\|/gm),
  ];
  const column = (index: 2 | 3, only: string[]) =>
    Object.fromEntries(
      rows
        .map((row) => [row[1] ?? '', row[index] ?? ''])
        .filter(([name = '', level]) => level && only.includes(name)),
    );

  it('names what the functions ask of Stripe, no more and no less', () => {
    const needed = needs(sources.filter((file) => file !== OF_SETUP));
    const named = rows.map(([, name = '']) => name);
    expect(Object.keys(needed).length).toBeGreaterThan(10);
    expect(column(2, named)).toEqual(needed);
  });

  it('names what setup asks besides', () => {
    expect(column(3, ['webhook_endpoints'])).toEqual(needs([OF_SETUP]));
  });
});

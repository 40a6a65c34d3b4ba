import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../functions/environments';
import { ROUTES } from '../../functions/routes';
import { METRICS } from '../../lib/runtime/metric-names';
import { runbookEntries } from '../fixtures/runbook';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const sources = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join(folder, file)))
    .join('\n');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one = '']) => one);

/** What somebody pastes at night has to find something. */
describe('the runbook', () => {
  const text = read('docs/runbook.md');

  it('asks the log for functions, messages and metrics that there are', () => {
    const services = found(text, /service = "([^"]+)"/g);
    expect(services.length).toBeGreaterThan(10);
    expect(Object.keys(environments)).toEqual(expect.arrayContaining(services));
    const code = sources('functions') + sources('lib/runtime');
    const messages = found(text, /message = "([^"]+)"/g);
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.filter((message) => !code.includes(`'${message}'`))).toEqual([]);
    const counted: string[] = Object.values(METRICS).flat();
    expect(found(text, /(?:ispresent|sum)\((\w+)\)/g).filter((name) => !counted.includes(name))).toEqual([]);
  });

  it('names routes that there are', () => {
    const routes = Object.values(ROUTES)
      .flatMap((served) => served.routes)
      .map((route) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
    const named = found(text, /`((?:GET|PUT|POST) \/aa-stripe[^\s?`]*)/g);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((one) => !routes.some((route) => route.test(one)))).toEqual([]);
  });

  it('and the pages that point into it know its entries by their names', () => {
    const anchors = runbookEntries().map(({ anchor }) => anchor);
    const used = [
      ...found(text, /\]\(#([\w-]+)\)/g),
      ...found(read('docs/operations.md'), /runbook\.md#([\w-]+)/g),
    ];
    expect(used.length).toBeGreaterThan(4);
    expect(anchors).toEqual(expect.arrayContaining(used));
  });
});

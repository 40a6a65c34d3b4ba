import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleConsole } from '../../../infra/bundle-console';

describe('the files of the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aa-stripe-console-'));
  const sources = bundleConsole(folder);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));

  it('have at most 100 KB of script, compressed', () => {
    const bytes = scripts.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(100 * 1024);
  });

  it('are made of the console, the writing of money, and two libraries', () => {
    const own = /^(functions\/console\/|lib\/money\/|node_modules\/(preact|oauth4webapi)\/)/;
    expect(sources.filter((file) => !own.test(file))).toEqual([]);
  });

  it('load nothing from another host, and nothing that stands in the page itself', () => {
    const loaded = [...read('index.html').matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target);
    expect(loaded).toEqual(['data:,', '/aa-stripe/console/style.css', '/aa-stripe/console/app.js']);
    expect(read('index.html')).not.toMatch(/<script(?![^>]* src=)|<style|style=|\son\w+=/);
    expect(read('style.css')).not.toMatch(/url\(|@import/);
  });

  it('make no markup of texts', () => {
    const pages = sources.filter((file) => file.startsWith('functions/console/'));
    expect(pages.length).toBeGreaterThan(40);
    expect(
      pages.filter((file) =>
        /innerHTML|insertAdjacentHTML|document\.write|eval\(/i.test(readFileSync(file, 'utf8')),
      ),
    ).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const ROOT = join(__dirname, '..', '..');
const Versions = v.record(v.string(), v.string());
const Package = v.object({ dependencies: Versions, devDependencies: Versions });
const Lock = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      resolved: v.optional(v.string()),
      integrity: v.optional(v.string()),
      inBundle: v.optional(v.boolean()),
      hasInstallScript: v.optional(v.boolean()),
      dev: v.optional(v.boolean()),
      license: v.optional(v.string()),
    }),
  ),
});

const json = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const page = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8');
const { dependencies, devDependencies } = v.parse(Package, json('package.json'));
const locked = Object.entries(v.parse(Lock, json('package-lock.json')).packages).filter(
  ([path]) => path !== '',
);

/** The rows of the table under a heading: package and licence. */
function rows(heading: string): [string, string][] {
  const section = page.slice(page.indexOf(`## ${heading}`)).split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm)].map(([, name = '', licence = '']) => [
    name,
    licence,
  ]);
}
const licences = (names: string[]) =>
  names.map((name) => [
    name,
    v.parse(v.object({ license: v.string() }), json(`node_modules/${name}/package.json`)).license,
  ]);

describe('the dependencies', () => {
  it.each([
    ['What is deployed', dependencies],
    ['For development and the command lines', devDependencies],
  ])('have a row each, with their licence: %s', (heading, versions) => {
    expect(rows(heading).sort()).toEqual(licences(Object.keys(versions)).sort());
  });

  it('are of exact versions', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('come from the registry, each with its digest', () => {
    const strange = locked.filter(
      ([, { resolved, integrity, inBundle }]) =>
        resolved !== undefined || (!inBundle && integrity === undefined),
    );
    expect(strange.map(([path]) => path)).toEqual([]);
    expect(locked.length).toBeGreaterThan(300);
  });

  it('run no script at install but those that are named', () => {
    const scripts = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice('node_modules/'.length));
    const named = page.slice(page.indexOf('## Scripts at install')).split('\n## ')[0] ?? '';
    expect(scripts.filter((name) => !named.includes(`\`${name}\``))).toEqual([]);
  });

  it('that are deployed ask for nothing in return', () => {
    const FREE = [
      'Apache-2.0',
      'MIT',
      'MIT-0',
      'ISC',
      '0BSD',
      'BlueOak-1.0.0',
      'BSD-2-Clause',
      'BSD-3-Clause',
      '(MIT OR GPL-3.0-or-later)',
    ];
    const other = locked.filter(
      ([, { dev, license }]) => !dev && license !== undefined && !FREE.includes(license),
    );
    expect(other.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../functions/environments';
import { bundleFloor } from '../../infra/bench/bundle-floor';
import { folderSize } from '../../infra/bench/folder-size';
import { bundle } from '../../infra/bundle';

/** Texts that stand in these libraries and nowhere else. */
const STRIPE_SDK = 'X-Stripe-Client-User-Agent';
const IAM_CHECK = 'ImplicitlyDenied';
const DEVELOPERS_PROFILES = 'credential_process';

const NAMES = Object.keys(environments);
/** They declare the rate at which they may ask. */
const ASKS_STRIPE = Object.entries(environments)
  .filter(([, variables]) => variables.some((variable) => variable === 'STRIPE_RATE'))
  .map(([name]) => name);
/** A part of the local stack: shows that its IAM check would be recognised in a bundle. */
const CONTROL = 'control';

describe('bundles', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bundle-'));
  let floor: string;
  beforeAll(() => {
    const entries = NAMES.map((name) => [name, entryOf(name)]);
    bundle({ ...Object.fromEntries(entries), [CONTROL]: 'infra/local/iam/authorize.ts' }, directory);
    floor = bundleFloor(directory);
  }, 60_000);
  afterAll(() => rmSync(directory, { recursive: true }));

  // Compared as booleans: a megabyte of code in a failure's message helps nobody.
  const holds = (name: string, text: string) =>
    readFileSync(join(directory, name, 'index.js'), 'utf8').includes(text);

  it.each(NAMES)("%s has Stripe's SDK beside it if, and only if, it asks Stripe", (name) => {
    const beside = join(directory, name, 'node_modules/stripe/index.js');
    expect(holds(name, STRIPE_SDK)).toBe(false);
    expect(existsSync(beside)).toBe(ASKS_STRIPE.includes(name));
    if (existsSync(beside)) expect(readFileSync(beside, 'utf8').includes(STRIPE_SDK)).toBe(true);
  });

  it.each(NAMES)('%s has no part of the IAM check, whose licence is AGPL', (name) => {
    expect(holds(CONTROL, IAM_CHECK)).toBe(true);
    expect(holds(name, IAM_CHECK)).toBe(false);
  });

  it.each(NAMES)('%s looks for its credentials where Lambda puts them, and nowhere else', (name) => {
    expect(readFileSync(floor, 'utf8').includes(DEVELOPERS_PROFILES)).toBe(true);
    expect(holds(name, DEVELOPERS_PROFILES)).toBe(false);
  });

  it('of receive-webhook weighs no more than one put with the SDK, and no other function much more than twice', () => {
    const ratioOf = (name: string) => folderSize(join(directory, name)) / statSync(floor).size;
    expect(ratioOf('receive-webhook')).toBeLessThan(0.5);
    expect(NAMES.filter((name) => ratioOf(name) > 2.2)).toEqual([]);
  });

  it('replace what an earlier run left', () => {
    const stale = mkdtempSync(join(tmpdir(), 'aa-stripe-bundle-'));
    bundle({ old: 'functions/environments.ts' }, stale);
    bundle({ new: 'functions/environments.ts' }, stale);
    expect([existsSync(join(stale, 'old')), existsSync(join(stale, 'new/index.js'))]).toEqual([false, true]);
    rmSync(stale, { recursive: true });
  });
});

function entryOf(name: string): string {
  const entries = ['http', 'stream', 'workers', 'commands'].map((folder) => `functions/${folder}/${name}.ts`);
  const entry = entries.find((file) => existsSync(join(__dirname, '../..', file)));
  if (!entry) throw new Error(`no entry of ${name}`);
  return entry;
}

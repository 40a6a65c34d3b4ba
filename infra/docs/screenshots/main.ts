import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { Endpoints, fill } from './fill';
import { openBrowser, signIn } from './open-console';

/** `npm run screenshots`: fills the running local stack with examples and takes the pictures of docs/console.md. */
const OUT = join(__dirname, '..', '..', '..', 'docs', 'images');
const WIDE = { width: 1120, height: 700 };
const NARROW = { width: 390, height: 700 };

async function main(): Promise<void> {
  const endpoints = running();
  const { failed, refunded } = await fill(endpoints);
  mkdirSync(OUT, { recursive: true });
  const browser = await openBrowser(process.env);
  const page = await browser.newPage({ viewport: WIDE, colorScheme: 'light', timezoneId: 'UTC' });
  await signIn(page, endpoints.api, { name: 'operator', isOperator: true });

  await open(page, '#/overview');
  await picture(page, 'overview');
  await open(page, '#/charges');
  await picture(page, 'charges');
  await open(page, `#/charges/${failed}`);
  await picture(page, 'charge');

  await page.setViewportSize({ ...WIDE, height: 860 });
  await open(page, '#/coupons');
  await page.getByRole('button', { name: 'Add a coupon…' }).click();
  await page.getByRole('dialog').getByLabel('Code').fill('SUMMER 25');
  await page.getByRole('dialog').getByLabel('Percent').fill('250');
  await page.getByRole('button', { name: 'Add coupon' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await picture(page, 'coupon');
  await page.keyboard.press('Escape');

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(NARROW);
  await open(page, `#/charges/${refunded}`);
  await picture(page, 'charge-narrow-dark');
  await browser.close();
}

function running(): v.InferOutput<typeof Endpoints> {
  const file = join(process.env['LOCAL_DIR'] ?? '.local', 'endpoints.json');
  try {
    return v.parse(Endpoints, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`No local stack runs here (${file} is missing). Start it with "npm start".`);
  }
}

/** Within the page: loading it anew would end the sign-in. */
async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.waitForLoadState('networkidle');
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

async function picture(page: Page, name: string): Promise<void> {
  const path = join(OUT, `console-${name}.png`);
  const { length } = await page.screenshot({ path, animations: 'disabled' });
  console.log(`${path} (${Math.round(length / 1024)} KB)`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

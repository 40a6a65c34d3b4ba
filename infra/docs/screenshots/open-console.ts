import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium';

/** A browser without a window. */
export function openBrowser(env: NodeJS.ProcessEnv): Promise<Browser> {
  // Chromium's own sandbox is not to be had in containers where everything runs as root; here it opens own pages only.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: findChromium(env), args });
}

/** Signs in as a person does: the console's button, the issuer's page, and back. */
export async function signIn(
  page: Page,
  api: string,
  who: { name: string; isOperator: boolean },
): Promise<void> {
  await page.goto(`${api}/aa-stripe/console`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Name').fill(who.name);
  await page.getByLabel('may operate payments').setChecked(who.isOperator);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${api}/aa-stripe/console*`);
}

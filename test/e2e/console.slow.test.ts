import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { serveCardPage } from '../../examples/card-page/serve';
import { openBrowser, signIn } from '../../infra/docs/screenshots/open-console';
import {
  type Product,
  startProductInMemory,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';

jest.setTimeout(120_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const LOOKS = [
  ['light', 1280],
  ['light', 390],
  ['dark', 1280],
  ['dark', 390],
] as const;
const Found = v.array(v.string());

/** What axe-core finds wrong with what the page shows, the slight included. It is run past the page's own policy. */
async function faultsOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', {
    expression: `${AXE}; axe.run().then((run) => run.violations.map((each) => each.impact + ': ' + each.id + ' ' + each.nodes.map((node) => node.target).join(' ')))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return v.parse(Found, result.value);
}

describe('the console in a browser', () => {
  let p: Product;
  let browser: Browser;
  let page: Page;
  let api: string;
  let operator: string;
  const errors: string[] = [];

  async function addCustomer(user: string, id: string) {
    const token = await p.token(`user=${user}`);
    const body = { stripe_js_response: { id } };
    expect((await p.request('POST', '/aa-stripe/customers', { token, body })).status).toBe(201);
  }
  async function charge(user: string, amount: number, description: string) {
    const body = { user, amount, currency: 'eur', description };
    const made = await p.request('POST', '/aa-stripe/charges', { token: operator, body });
    await p.request('POST', `/aa-stripe/charges/${String(made.body['id'])}/charge`, { token: operator });
    return String(made.body['id']);
  }
  /** Without loading the page anew, which would end the sign-in. */
  const open = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  const dialog = () => page.getByRole('dialog');

  let failed: string;
  let paid: string;
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    api = p.stack.endpoints.api;
    operator = await p.token('user=seed&scope=aa-stripe/admin');
    await addCustomer('anna', 'tok_visa');
    await addCustomer('bert', 'tok_chargeCustomerFail');
    paid = await charge('anna', 1250, 'Two lunches');
    failed = await charge('bert', 99_900, 'Conference ticket');
    await p.deliver(stripeEvent('evt_console'));
    browser = await openBrowser(process.env);
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await signIn(page, api, { name: 'olga', isOperator: true });
  });
  afterAll(async () => {
    await browser?.close();
    await p.stack.end('SIGTERM');
  });

  it('shows an operator the overview after signing in', async () => {
    await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Webhooks, last 24 hours' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('keeps no token and nothing personal in storage or addresses', async () => {
    await open('#/charges');
    await page.getByLabel('Owner', { exact: true }).fill('bert');
    await page.keyboard.press('Enter');
    await page.getByText('1 shown, that is all').waitFor();
    expect(page.url()).not.toContain('bert');
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])',
    );
    expect(kept).not.toMatch(/eyJ|bert|olga|verifier/);
  });

  it('finds a failed charge and says why it failed', async () => {
    await open('#/charges');
    await page.getByLabel('State', { exact: true }).selectOption('failed');
    await page.getByRole('link', { name: failed }).click();
    await page.getByRole('heading', { name: '999.00 EUR' }).waitFor();
    await page
      .getByRole('alert')
      .getByText('Your card was declined. (card_declined, generic_decline)')
      .waitFor();
    await page.getByRole('heading', { name: 'What happened to this payment' }).waitFor();
  });

  it('refunds another in part, and not more than is left', async () => {
    await open(`#/charges/${paid}`);
    await page.getByRole('button', { name: 'Refund…' }).click();
    await dialog().getByLabel('Amount in EUR').fill('12.51');
    await dialog().getByRole('button', { name: 'Refund 12.51 EUR' }).click();
    await dialog().getByText('Only 12.50 EUR is left.').waitFor();
    await dialog().getByLabel('Amount in EUR').fill('2.50');
    await dialog().getByRole('button', { name: 'Refund 2.50 EUR' }).click();
    await dialog().getByText('Given back. Of 12.50 EUR, 2.50 EUR has been refunded so far.').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByText('partly refunded').waitFor();
    const { body } = await p.request('GET', `/aa-stripe/charges/${paid}`, { token: operator });
    expect(body['amount_refunded']).toBe(250);
  });

  it('adds a coupon: first with a mistake, which stands beside its field, then without', async () => {
    await open('#/coupons');
    await page.getByRole('button', { name: 'Add a coupon…' }).click();
    await dialog().getByLabel('Code').fill('SPRING25');
    await dialog().getByLabel('Percent').fill('250');
    await dialog().getByRole('button', { name: 'Add coupon' }).click();
    await dialog().getByText('Ensure this value is less than or equal to 100.').waitFor();
    const percent = dialog().getByLabel('Percent');
    expect(await percent.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.name')).toBe('percent_off');
    expect(await faultsOf(page)).toEqual([]);
    await percent.fill('25');
    await page.keyboard.press('Enter');
    await dialog().getByText('Coupon SPRING25 is ready to be redeemed.').waitFor();
    await dialog().getByRole('link', { name: 'Open it' }).click();
    await page.getByRole('heading', { name: '25 %' }).waitFor();
  });

  it('replays a webhook', async () => {
    await open('#/webhooks/evt_console');
    await page.getByRole('button', { name: 'Replay…' }).click();
    await dialog().getByRole('button', { name: 'Replay' }).click();
    await dialog().getByText('It is on its way').waitFor();
    await page.keyboard.press('Escape');
    const told = (await p.signals()).filter((signal) => signal.detail.record_id === 'evt_console');
    expect(told.length).toBeGreaterThan(0);
  });

  it('runs a command dry, and shows how it went', async () => {
    await open('#/commands/charge-stripe');
    await page.getByRole('button', { name: 'Run…' }).click();
    await dialog().getByRole('button', { name: 'Start a dry run' }).click();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByText('succeeded, dry run').waitFor();
  });

  it('exports a list', async () => {
    await open('#/charges?state=failed');
    await page.getByRole('link', { name: failed }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`${failed},`);
  });

  const pages = [
    ...['overview', 'customers', 'charges', 'plans', 'subscriptions', 'coupons', 'webhooks'],
    ...[
      'commands',
      'audit',
      'search',
      'coupons/SPRING25',
      'webhooks/evt_console',
      'commands/sweep',
      'nowhere',
    ],
  ];
  it.each(pages)('has nothing that axe-core objects to, light or dark, wide or narrow: %s', async (name) => {
    await open(`#/${name.replace(':failed', failed)}`);
    await page.waitForLoadState('networkidle');
    for (const [colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await faultsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });

  it('narrows each list by all that it offers to', async () => {
    const lists = (await page.getByRole('navigation').getByRole('link').allTextContents()).filter(
      (title) => !['Overview', 'Commands'].includes(title),
    );
    expect(lists).toEqual(expect.arrayContaining(['Customers', 'Charges', 'Subscriptions', 'Webhooks']));
    for (const title of lists) {
      await page.getByRole('navigation').getByRole('link', { name: title }).click();
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      const filters = page.getByRole('search', { name: 'Filters' });
      for (const input of await filters.locator('input[type=text]').all()) await input.fill('nobody');
      for (const input of await filters.locator('input[type=date]').all()) await input.fill('2020-01-31');
      await page.keyboard.press('Enter');
      await page
        .locator('.list-foot')
        .getByText(/shown|^$/)
        .waitFor({ state: 'attached' });
      expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    }
  });

  it('refuses whoever lacks the scope, clearly, and shows nothing', async () => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other, api, { name: 'eve', isOperator: false });
    await other.getByRole('heading', { name: 'You may not operate payments' }).waitFor();
    expect(await other.getByRole('navigation').count()).toBe(0);
    expect(await faultsOf(other)).toEqual([]);
    await other.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await other.getByLabel('Name').waitFor();
    await other.context().close();
  });

  it('loaded nothing from elsewhere and broke no policy', () => {
    // The list of refusals is what was provoked above: a request that was wrong.
    expect(errors.filter((error) => !/status of 40[04]/.test(error))).toEqual([]);
  });

  it('the card page stores a typed card, and says why another is refused', async () => {
    const { stripe, stripeApiKey } = p.stack.endpoints;
    const { url, close } = await serveCardPage({
      ...{ api, publishableKey: null, isLocal: true, port: 0 },
      offlineStripe: { url: stripe, apiKey: stripeApiKey },
    });
    const cards = await browser.newPage();
    await cards.goto(url);
    const type = async (number: string) => {
      await cards.getByLabel('Card number').fill(number);
      await cards.getByLabel('Expiry').fill('11/40');
      await cards.getByLabel('CVC').fill('123');
      await cards.getByRole('button', { name: 'Store this card' }).click();
    };
    await type('4000 0000 0000 0002');
    await cards.getByText('Your card was declined.').waitFor();
    await type('4000 0027 6000 3184');
    await cards.getByText('visa ending 3184, 11/2040, used for payments').waitFor();
    expect(await faultsOf(cards)).toEqual([]);

    const waiting = await charge('u1', 4200, 'Asks the bank');
    cards.on('dialog', (asked) => asked.accept());
    await cards.getByLabel('Charge').fill(waiting);
    await cards.getByRole('button', { name: 'Authenticate' }).click();
    await cards.getByText('Thank you, it is paid.').waitFor();
    await cards.close();
    close();
  });
});

import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/** Where the page and its surroundings are. */
export interface CardPageSettings {
  /** Base URL of the HTTP API. */
  api: string;
  /** Stripe's `pk_…`; null lets a stand-in talk to the offline Stripe. */
  publishableKey: string | null;
  /** The offline Stripe, whose key stays on this side; null with Stripe itself. */
  offlineStripe: { url: string; apiKey: string } | null;
  /** Whether the API is the local stack, which makes users' tokens. */
  isLocal: boolean;
  port: number;
}

/** What the stand-in for Stripe.js may ask of the offline Stripe. */
const PROXIED =
  /^\/(v1\/payment_methods|v1\/payment_intents\/pi_\w+(\/confirm)?|_offline\/payment_intents\/pi_\w+\/authenticate)$/;

/** Serves the page on this machine. */
export function serveCardPage(settings: CardPageSettings): Promise<{ url: string; close(): void }> {
  const { api, publishableKey, isLocal, offlineStripe } = settings;
  const app = new Hono();
  app.get('/settings.json', (c) => c.json({ api, publishableKey, isLocal }));
  app.get('/token', async (c) => {
    if (!isLocal) return c.notFound();
    const user = encodeURIComponent(c.req.query('user') ?? '');
    return c.text(await (await fetch(`${api}/_local/token?user=${user}`)).text());
  });
  app.on(['GET', 'POST'], '/offline-stripe/*', async (c) => {
    const path = c.req.path.slice('/offline-stripe'.length);
    if (!offlineStripe || !PROXIED.test(path)) return c.notFound();
    const params = new URLSearchParams(await c.req.text());
    const isControl = path.startsWith('/_offline');
    const answer = await fetch(`${offlineStripe.url}${path}`, {
      method: c.req.method,
      headers: isControl
        ? { 'content-type': 'application/json' }
        : {
            authorization: `Bearer ${offlineStripe.apiKey}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
      ...(c.req.method === 'POST' && {
        body: isControl ? JSON.stringify(Object.fromEntries(params)) : params.toString(),
      }),
    });
    return c.body(await answer.text(), answer.ok ? 200 : 402, { 'content-type': 'application/json' });
  });
  app.use('/*', serveStatic({ root: join(__dirname, 'page') }));
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: settings.port, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => void server.close() }),
    );
  });
}

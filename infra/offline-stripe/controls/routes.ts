import { Hono } from 'hono';
import { runDue } from '../billing/run-due';
import { resourceMissing } from '../http/api-error';
import { resetSandbox, type Sandbox } from '../sandbox';
import { newId } from '../store/new-id';
import { announcer } from '../webhooks/record-event';
import { clockBody, deliveryBody, faultBody, limitsBody } from './bodies';
import { paymentControls } from './payments';
import { readBody } from './read-body';

/** What the real Stripe does not have: faults, clock, limits and logs. JSON, without a key. */
export function controls(sandbox: Sandbox): Hono {
  const { account, clock, deliveries, faults, rateLimit, requestLog } = sandbox;
  const app = new Hono();

  app.post('/faults', async (c) => c.json(faults.add(newId('flt', 8), await readBody(c, faultBody)), 201));
  app.get('/faults', (c) => c.json(faults.all()));
  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.post('/delivery', async (c) => {
    deliveries.setFaults(await readBody(c, deliveryBody));
    return c.json(deliveries.currentFaults);
  });
  app.get('/deliveries', (c) => c.json(deliveries.attempts));
  app.post('/events/:id/deliver', (c) => {
    const event = account.events.get(c.req.param('id'));
    if (event === undefined) throw resourceMissing('event', c.req.param('id'));
    return c.json({ endpoints: deliveries.sendAgain(event) }, 202);
  });

  app.get('/clock', (c) => c.json({ now: clock.now() }));
  app.post('/clock', async (c) => {
    const body = await readBody(c, clockBody);
    if ('now' in body) clock.set(body.now);
    else clock.advance(body.advance_seconds);
    runDue(account, (time, step) => clock.at(time, step), announcer(sandbox));
    return c.json({ now: clock.now() });
  });

  app.post('/limits', async (c) => {
    rateLimit.perSecond = (await readBody(c, limitsBody)).per_second;
    return c.json({ per_second: rateLimit.perSecond });
  });

  app.get('/requests', (c) => c.json(requestLog.entries));
  app.delete('/requests', (c) => {
    requestLog.clear();
    return c.body(null, 204);
  });

  app.route('/', paymentControls(sandbox));

  app.post('/reset', (c) => {
    resetSandbox(sandbox);
    return c.body(null, 204);
  });
  return app;
}

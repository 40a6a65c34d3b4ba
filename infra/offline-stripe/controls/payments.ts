import { Hono } from 'hono';
import { findDispute } from '../endpoints/disputes';
import { findRefund } from '../endpoints/refunds';
import { invalidRequest } from '../http/api-error';
import { closeDispute, openDispute } from '../payments/dispute-charge';
import { findCharge, findIntent } from '../payments/find-payment';
import { failRefund } from '../payments/refund-charge';
import { authenticatePayment, settlePayment } from '../payments/settle-payment';
import type { Sandbox } from '../sandbox';
import { announcer } from '../webhooks/record-event';
import { closeDisputeBody, disputeBody, failRefundBody, outcomeBody, processingBody } from './payment-bodies';
import { readBody } from './read-body';

/** What customers, card holders and banks do to payments. */
export function paymentControls(sandbox: Sandbox): Hono {
  const { account } = sandbox;
  const { network } = account.payments;
  const emit = announcer(sandbox);
  const app = new Hono();

  app.post('/processing', async (c) => {
    network.processing = (await readBody(c, processingBody)).times;
    return c.json({ times: network.processing });
  });
  app.post('/payment_intents/:id/authenticate', async (c) => {
    const { outcome } = await readBody(c, outcomeBody);
    const intent = findIntent(account, c.req.param('id'));
    return c.json(authenticatePayment(account, intent, outcome, emit));
  });
  app.post('/payment_intents/:id/settle', async (c) => {
    const { outcome } = await readBody(c, outcomeBody);
    return c.json(settlePayment(account, findIntent(account, c.req.param('id')), outcome, emit));
  });
  app.post('/refunds/:id/fail', async (c) => {
    const { reason } = await readBody(c, failRefundBody);
    return c.json(failRefund(account, findRefund(account, c.req.param('id')), reason, emit));
  });

  app.post('/disputes', async (c) => {
    const { charge: id, reason, amount } = await readBody(c, disputeBody);
    const charge = findCharge(account, id, 'charge');
    if (!charge.captured) throw invalidRequest(`Charge ${id} has no money to dispute.`, { param: 'charge' });
    const opened = openDispute(account, charge, { reason, amount: amount ?? charge.amount }, emit);
    return c.json(opened.dispute, 201);
  });
  app.post('/disputes/:id/close', async (c) => {
    const { status } = await readBody(c, closeDisputeBody);
    const dispute = findDispute(account, c.req.param('id'));
    if (dispute.status !== 'needs_response') throw invalidRequest(`Dispute ${dispute.id} is closed already.`);
    return c.json(closeDispute(account, dispute, status, emit));
  });
  return app;
}

import { dueRecords } from '../../lib/dynamo/due';
import { dueList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { dayInOneHour } from '../../lib/subscription/calendar-day';
import { cancelSubscription } from '../../lib/subscription/cancel-subscription';
import { endSubscription } from '../../lib/subscription/end-subscription';
import { refreshSubscription } from '../../lib/subscription/refresh-subscription';
import type { Subscription } from '../../lib/subscription/subscription';
import { presentSubscription } from '../../lib/subscription/subscription-view';
import { undoCancellation } from '../../lib/subscription/undo-cancellation';
import { outboxEntries } from '../fixtures/outbox-entries';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

const DAY = 86_400;
const PATH = '/v1/subscriptions/:id';
const ONE = /^\/v1\/subscriptions\/sub_/;

let w: SubscriptionWorld;
let sub: Subscription;
beforeEach(async () => {
  w = await subscriptionWorld();
  sub = await w.started();
});
afterEach(() => w.close());

const stripeId = () => sub.stripe_subscription_id ?? '';
const atStripe = () => w.stripe.subscriptions.retrieve(stripeId());
const cancel = (atPeriodEnd = false) => cancelSubscription(sub.id, atPeriodEnd, w.subs);
const undo = (endDate?: string | null) => undoCancellation(sub.id, endDate, { ...w.subs, timeZone: 'UTC' });
const shown = async () => presentSubscription(await w.current(sub.id));
/** All writes about the subscription after its creation. */
const writes = async () => (await w.sent('DELETE', ONE)) + (await w.sent('POST', ONE));

describe('cancelSubscription', () => {
  it('ends it now, in one request', async () => {
    expect((await cancel()).outcome).toBe('canceled');
    expect(await atStripe()).toMatchObject({ status: 'canceled' });
    expect(await shown()).toMatchObject({
      status: 'canceled',
      canceled_at: new Date(((await atStripe()).canceled_at ?? 0) * 1000).toISOString(),
      at_period_end: false,
      latest_invoice: { status: 'paid' },
    });
    expect(await writes()).toBe(1);
    expect(await w.sent('GET', ONE)).toBe(2);
    expect(await outboxEntries(w.table, sub.id)).toHaveLength(2);
  });

  it('ends it with its period; the status stays what Stripe says until then', async () => {
    expect((await cancel(true)).outcome).toBe('canceled');
    expect(await atStripe()).toMatchObject({ status: 'active', cancel_at_period_end: true });
    expect(await shown()).toMatchObject({
      status: 'active',
      at_period_end: true,
      canceled_at: expect.any(String),
    });
  });

  it.each([false, true])('does nothing the second time (at period end: %s)', async (atPeriodEnd) => {
    await cancel(atPeriodEnd);
    const before = await w.current(sub.id);
    expect(await cancel(atPeriodEnd)).toEqual({ outcome: 'canceled', subscription: before });
    expect(await writes()).toBe(1);
  });

  it('ends at once what was to end with its period, not the other way round', async () => {
    await cancel(true);
    await cancel(false);
    expect(await shown()).toMatchObject({ status: 'canceled' });
    await cancel(true);
    expect(await writes()).toBe(2);
  });

  it('takes over one that had ended at Stripe before (I6)', async () => {
    await w.stripe.subscriptions.cancel(stripeId());
    expect(await cancel()).toMatchObject({ outcome: 'canceled', subscription: { operation: null } });
    expect(await shown()).toMatchObject({ status: 'canceled', error: null, canceled_at: expect.any(String) });
  });

  it('also where it was to end with its period', async () => {
    await w.stripe.subscriptions.cancel(stripeId());
    expect((await cancel(true)).outcome).toBe('canceled');
    expect(await shown()).toMatchObject({ status: 'canceled', error: null });
  });

  it('refuses what it does not know, and what is not created yet', async () => {
    const recorded = await w.record();
    expect(await cancelSubscription('ssub_none', false, w.subs)).toEqual({ outcome: 'not-found' });
    expect(await cancelSubscription(recorded.id, false, w.subs)).toEqual({
      outcome: 'wrong-state',
      reason: 'This subscription is not created at Stripe yet.',
    });
  });

  it('passes on a refusal, after which it goes on', async () => {
    await w.fault({ method: 'DELETE', path: PATH, status: 400, error: { message: 'Not today.' } });
    expect(await cancel()).toEqual({ outcome: 'refused', message: 'Not today.' });
    expect(await shown()).toMatchObject({ status: 'active', error: { message: 'Not today.' } });
    expect(await w.current(sub.id)).toMatchObject({ operation: null });
    expect((await cancel()).outcome).toBe('canceled');
    expect(await shown()).toMatchObject({ status: 'canceled', error: null });
  });

  it('passes on that Stripe does not know it, and takes nothing for ended', async () => {
    await w.fault({ method: 'DELETE', path: PATH, status: 404, error: { message: 'No such subscription' } });
    await w.fault({ method: 'GET', path: PATH, status: 404 });
    expect(await cancel()).toEqual({ outcome: 'refused', message: 'No such subscription' });
    expect(await w.current(sub.id)).toMatchObject({ status: 'active', operation: null });
  });

  it('is one cancellation of five at once', async () => {
    const outcomes = (await Promise.all(Array.from({ length: 5 }, () => cancel()))).map(
      ({ outcome }) => outcome,
    );
    expect(outcomes.filter((outcome) => outcome === 'canceled').length).toBeGreaterThan(0);
    expect(outcomes.every((outcome) => outcome === 'canceled' || outcome === 'wrong-state')).toBe(true);
    expect(await writes()).toBe(1);
    expect(await shown()).toMatchObject({ status: 'canceled' });
  });

  it.each([false, true])('survives a lost answer (at period end: %s)', async (atPeriodEnd) => {
    await w.fault({ path: PATH, disconnect: true, when: 'after' });
    expect((await cancel(atPeriodEnd)).outcome).toBe('canceled');
    expect(await shown()).toMatchObject({
      at_period_end: atPeriodEnd,
      canceled_at: expect.any(String),
      error: null,
    });
  });

  it.each(['before', 'after'])(
    'is settled by what Stripe shows after a 500 (%s its effect)',
    async (when) => {
      await w.fault({ method: 'DELETE', path: PATH, status: 500, when });
      expect((await cancel()).outcome).toBe('unknown');
      expect((await cancel()).outcome).toBe('wrong-state');
      w.advance(61_000);
      await w.recover();
      const { operation, status, error } = await w.current(sub.id);
      expect({ operation, status, error: error?.code }).toEqual(
        when === 'after'
          ? { operation: null, status: 'canceled', error: undefined }
          : { operation: null, status: 'active', error: 'without_effect' },
      );
      expect((await cancel()).outcome).toBe('canceled');
      expect((await atStripe()).status).toBe('canceled');
    },
  );

  it('does not wait for what Stripe does not know', async () => {
    await w.fault({ method: 'DELETE', path: PATH, status: 500 });
    await cancel();
    await w.fault({ method: 'GET', path: PATH, status: 404 });
    w.advance(61_000);
    await w.recover();
    expect(await w.current(sub.id)).toMatchObject({ operation: null, status: 'active' });
  });

  it('changes nothing while the API key is wrong', async () => {
    await w.fault({ method: 'DELETE', path: PATH, status: 401 });
    await expect(cancel()).rejects.toThrow(StripeDeniedError);
    expect(await w.current(sub.id)).toMatchObject({ operation: null, status: 'active', error: null });
    expect((await cancel()).outcome).toBe('canceled');
  });
});

describe('undoCancellation', () => {
  it('lets it go on', async () => {
    await cancel(true);
    expect((await undo()).outcome).toBe('undone');
    expect(await atStripe()).toMatchObject({
      cancel_at_period_end: false,
      canceled_at: null,
      status: 'active',
    });
    expect(await shown()).toMatchObject({ status: 'active', canceled_at: null, at_period_end: false });
    await w.control('clock', { advance_seconds: 40 * DAY });
    expect((await atStripe()).status).toBe('active');
  });

  it('also where the Dashboard had set a day', async () => {
    const soon = Math.floor(Date.now() / 1000) + 90 * DAY;
    await w.stripe.subscriptions.update(stripeId(), { cancel_at: soon });
    await refreshSubscription(sub.id, w.subs);
    expect(await shown()).toMatchObject({ canceled_at: expect.any(String), at_period_end: false });
    expect((await undo()).outcome).toBe('undone');
    expect(await atStripe()).toMatchObject({ cancel_at: null, canceled_at: null });
  });

  it('forgets what was recorded of at_period_end', async () => {
    sub = await w.started({ at_period_end: true });
    await cancel(true);
    await undo();
    expect(await shown()).toMatchObject({ at_period_end: false });
  });

  it('refuses when there is nothing to undo, and when it is too late', async () => {
    const recorded = await w.record();
    const ports = { ...w.subs, timeZone: 'UTC' };
    expect(await undoCancellation('ssub_none', null, ports)).toEqual({ outcome: 'not-found' });
    expect(await undoCancellation(recorded.id, null, ports)).toMatchObject({ outcome: 'wrong-state' });
    expect(await undo()).toEqual({
      outcome: 'wrong-state',
      reason: 'There is nothing to undo: no end of it was requested (status: active).',
    });
    await cancel();
    const ended = {
      outcome: 'wrong-state',
      reason: 'This subscription has ended already (status: canceled).',
    };
    expect(await undo()).toEqual(ended);
  });

  it('finds out from Stripe that it was too late', async () => {
    await cancel(true);
    await w.control('clock', { advance_seconds: 40 * DAY });
    expect(await undo()).toEqual({
      outcome: 'wrong-state',
      reason: 'This subscription has ended already (status: canceled).',
    });
    expect(await w.current(sub.id)).toMatchObject({ status: 'canceled', operation: null });
  });

  it('wants another end date, or none, where that has come', async () => {
    const today = dayInOneHour(Date.now(), 'UTC');
    sub = await w.started({ end_date: today });
    await cancel(true);
    const before = await w.current(sub.id);
    expect(await undo()).toEqual({
      outcome: 'wrong-state',
      reason: expect.stringContaining(`Its end_date ${today} has come`),
    });
    expect(await undo(today)).toEqual({
      outcome: 'wrong-end-date',
      reason: expect.stringContaining(`later than ${today}`),
    });
    expect(await w.current(sub.id)).toEqual(before);
    expect((await undo('2199-01-01')).outcome).toBe('undone');
    expect(await shown()).toMatchObject({ end_date: '2199-01-01', canceled_at: null });
    await cancel(true);
    expect((await undo(null)).outcome).toBe('undone');
    expect(await shown()).toMatchObject({ end_date: null });
  });

  it('leaves an end date that is to come', async () => {
    sub = await w.started({ end_date: '2199-01-01' });
    await cancel(true);
    expect((await undo()).outcome).toBe('undone');
    expect(await shown()).toMatchObject({ end_date: '2199-01-01' });
  });

  it('keeps the old end date until Stripe has answered, and the new one when the answer was lost', async () => {
    await cancel(true);
    await w.fault({ method: 'POST', path: PATH, status: 500, when: 'after' });
    expect((await undo('2199-01-01')).outcome).toBe('unknown');
    expect(await shown()).toMatchObject({ end_date: null, canceled_at: expect.any(String) });
    w.advance(61_000);
    await w.recover();
    expect(await shown()).toMatchObject({ end_date: '2199-01-01', canceled_at: null, error: null });
  });
});

describe('endSubscription', () => {
  const ports = (timeZone = 'UTC') => ({ ...w.subs, timeZone });
  const end = (id: string, timeZone?: string) => endSubscription(id, { dryRun: false }, ports(timeZone));
  const due = async (day: string) => {
    const ids: string[] = [];
    const source = { index: 'gsi6' as const, list: dueList('subscription'), until: `${day}$` };
    for await (const { id } of dueRecords(w.table, [source], null)) ids.push(id);
    return ids.sort();
  };

  it('finds those whose day has come, and that nobody has ended', async () => {
    const today = await w.started({ end_date: '2026-11-30' });
    const past = await w.started({ end_date: '2001-01-01' });
    await w.started({ end_date: '2026-12-01' });
    const ended = await w.started({ end_date: '2026-11-30' });
    await cancelSubscription(ended.id, false, w.subs);
    const ending = await w.started({ end_date: '2026-11-30' });
    await cancelSubscription(ending.id, true, w.subs);
    await w.record({ end_date: '2026-11-30' });
    expect(await due('2026-11-30')).toEqual([today.id, past.id].sort());
    expect(await due('2026-11-29')).toEqual([past.id]);
    // Going on again, it is due again.
    await undoCancellation(ending.id, '2026-11-30', {
      ...ports(),
      time: { ...w.subs.time, now: () => Date.parse('2026-11-01T00:00:00Z') },
    });
    expect(await due('2026-11-30')).toEqual([today.id, past.id, ending.id].sort());
  });

  it.each(['active', 'trialing', 'past_due', 'unpaid', 'paused', 'incomplete', 'canceled'])(
    'has %s in the list only while it runs',
    async (status) => {
      const before = await w.started({ end_date: '2026-11-30' });
      await w.subs.subscriptions.save({ ...before, status, version: before.version + 1 }, before);
      const isDue = (await due('2026-11-30')).includes(before.id);
      expect(isDue).toBe(['active', 'trialing', 'past_due', 'unpaid'].includes(status));
    },
  );

  it('ends it with the period, once', async () => {
    sub = await w.started({ end_date: '2001-01-01' });
    expect(await endSubscription(sub.id, { dryRun: true }, ports())).toBe('changed');
    expect(await writes()).toBe(0);
    expect(await end(sub.id)).toBe('changed');
    expect(await end(sub.id)).toBe('skipped');
    expect(await writes()).toBe(1);
    expect(await atStripe()).toMatchObject({ status: 'active', cancel_at_period_end: true });
  });

  it('goes by the day it will be in an hour where the company is', async () => {
    const now = Date.parse('2026-11-29T10:30:00Z');
    const { id } = await w.started({ end_date: '2026-11-30' });
    const at = { ...ports(), time: { ...w.subs.time, now: () => now } };
    expect(await endSubscription(id, { dryRun: true }, at)).toBe('skipped');
    expect(await endSubscription(id, { dryRun: true }, { ...at, timeZone: 'Pacific/Kiritimati' })).toBe(
      'changed',
    );
  });

  it('passes over what is gone, being worked on, or no longer due', async () => {
    const { id } = await w.started({ end_date: '2001-01-01' });
    expect(await end('ssub_none')).toBe('skipped');
    await w.fault({ method: 'POST', path: PATH, status: 500 });
    await expect(end(id)).rejects.toThrow('Stripe broke off');
    expect(await end(id)).toBe('skipped');
    expect(await due('2026-11-30')).toEqual([]);
    w.advance(61_000);
    await w.recover();
    expect(await end(id)).toBe('changed');
  });

  it('reports a refusal, and that no other will work either', async () => {
    const { id } = await w.started({ end_date: '2001-01-01' });
    await w.fault({ method: 'POST', path: PATH, status: 400, error: { message: 'Not today.' } });
    await expect(end(id)).rejects.toThrow('Stripe did not end it: Not today.');
    await w.fault({ method: 'POST', path: PATH, status: 401 });
    await expect(end(id)).rejects.toThrow(StripeDeniedError);
    expect(await end(id)).toBe('changed');
  });

  it('runs twice at once, with one cancellation', async () => {
    sub = await w.started({ end_date: '2001-01-01' });
    await Promise.all([end(sub.id), end(sub.id), end(sub.id)]);
    expect(await writes()).toBe(1);
  });
});

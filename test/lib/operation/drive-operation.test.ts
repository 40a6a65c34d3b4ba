import type { Charge } from '../../../lib/charge/charge';
import { chargeCourse } from '../../../lib/charge/charge-course';
import { collectPayment } from '../../../lib/charge/collect-payment';
import type { ChargePorts } from '../../../lib/charge/ports';
import { StripeDeniedError, StripeUnavailableError } from '../../../lib/operation/errors';
import type { StripeRequests } from '../../../lib/operation/ports';
import { recoverOperation } from '../../../lib/operation/recover-operation';
import { refreshRecord } from '../../../lib/operation/refresh-record';
import { dueCharge } from '../../fixtures/charges';
import { type FakeClock, fakeClock } from '../../fixtures/fake-clock';
import { type MemoryPayments, memoryPayments } from '../../fixtures/memory-payments';

const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

describe('an operation', () => {
  let clock: FakeClock;
  let stripe: MemoryPayments;
  beforeEach(() => {
    clock = fakeClock(START);
    stripe = memoryPayments(dueCharge(), clock);
  });

  /** Lets `work` and the clock run until it ends. */
  const ended = async <T>(work: Promise<T>): Promise<T> => {
    const result = work.catch((error: unknown) => error);
    await clock.run();
    const value = await result;
    if (value instanceof Error) throw value;
    return work;
  };
  const ports = (own: Partial<ChargePorts> = {}): ChargePorts => ({ ...stripe.ports(() => 1), ...own });
  const collect = (own?: Partial<ChargePorts>) => ended(collectPayment('schg_01', {}, ports(own)));
  const recover = (own?: Partial<ChargePorts>) =>
    ended(recoverOperation(stripe.record(), chargeCourse(ports(own)), RUN, ports(own)));
  const later = (ms: number) => clock.run(clock.now() + ms);
  /** Does something of somebody else's right before, or after, the request reaches Stripe. */
  const around = (what: {
    before?: () => Promise<unknown>;
    after?: () => Promise<unknown>;
  }): StripeRequests => ({
    send: async (request, key) => {
      await what.before?.();
      const answer = await ports().stripe.send(request, key);
      await what.after?.();
      return answer;
    },
  });

  it('I3: whose key is refused is not given back once another holder has sent it as well', async () => {
    // It waits so long before it sends that its lease runs out. Recovery has a better key and is answered late.
    let goOn = () => {};
    const answered = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let recovered: Promise<unknown> = Promise.resolve();
    const dawdling: StripeRequests = {
      send: async () => {
        await clock.sleep(2 * MINUTE);
        const slow = ports({ stripe: around({ after: () => answered }) });
        recovered = recoverOperation(stripe.record(), chargeCourse(slow), RUN, slow);
        await clock.sleep(MINUTE);
        return {
          status: 401,
          body: {},
          error: { type: 'invalid_request_error', code: null, decline_code: null, message: 'Old key.' },
        };
      },
    };
    await expect(collect({ stripe: dawdling })).rejects.toThrow(StripeDeniedError);
    expect(stripe.record()).toMatchObject({ state: 'charging', operation: { kind: 'create_payment' } });
    goOn();
    await ended(recovered);
    expect(stripe.record()).toMatchObject({ state: 'charged', operation: null });
    expect(stripe.intents.size).toBe(1);
    expect(stripe.signals).toEqual(['stripe_charge_succeeded']);
  });

  it('leaves the lease of whoever has taken it over alone', async () => {
    let until = '';
    const overtaken = around({
      before: async () => {
        await clock.sleep(MINUTE);
        if (until !== '') return;
        // Takes it over, and is killed.
        const dying = ports({ stripe: { send: () => new Promise(() => {}) } });
        recoverOperation(stripe.record(), chargeCourse(dying), RUN, dying);
        await clock.sleep(10);
        until = stripe.record().operation?.lease_until ?? '';
      },
    });
    stripe.fates.push('lost before', 'lost before', 'lost before');
    await collect({ stripe: overtaken });
    expect(stripe.record().operation?.lease_until).toBe(until);
  });

  it('I5: takes the present state, not the old answer that Stripe repeats, when it is sent again', async () => {
    stripe.verdicts.push('processes');
    stripe.fates.push('lost after', 'lost before', 'lost before');
    expect(await collect()).toMatchObject({ outcome: 'unknown' });
    stripe.settle(true);
    expect(await recover()).toBe('changed');
    expect(stripe.record()).toMatchObject({ state: 'charged', operation: null });
  });

  it('ends by the present state when a webhook was faster than its answer', async () => {
    const overtaken = around({
      after: async () => {
        await refreshRecord(
          stripe.record(),
          chargeCourse(ports()),
          ports().time,
          [...stripe.intents.keys()][0],
        );
      },
    });
    expect(await collect({ stripe: overtaken })).toMatchObject({ outcome: 'charged' });
    expect(stripe.signals).toEqual(['stripe_charge_succeeded']);
  });

  it('does not keep its key when somebody else has ended it: its own news may be to come', async () => {
    const overtaken = around({
      after: async () => {
        await refreshRecord(
          stripe.record(),
          chargeCourse(ports()),
          ports().time,
          [...stripe.intents.keys()][0],
        );
      },
    });
    await collect({ stripe: overtaken });
    expect(stripe.record().applied_keys).toEqual([]);
  });

  it('is undecided, not broken, when Stripe cannot be read after it was sent', async () => {
    const own = ports();
    let touched = false;
    const racing: Partial<ChargePorts> = {
      stripe: around({
        after: async () => {
          // Another write of the record, so that the answer alone is not enough.
          const current = stripe.record();
          if (!touched) await own.charges.save({ ...current, version: current.version + 1 }, current);
          touched = true;
        },
      }),
      payments: {
        ...own.payments,
        retrieve: async () => {
          throw new StripeUnavailableError('out');
        },
      },
    };
    expect(await collect(racing)).toMatchObject({ outcome: 'unknown', charge: { state: 'charging' } });
    await later(MINUTE);
    await expect(recover(racing)).rejects.toThrow(StripeUnavailableError);
    await later(MINUTE);
    expect(await recover()).toBe('changed');
    expect(stripe.record()).toMatchObject({ state: 'charged' });
    expect(stripe.intents.size).toBe(1);
  });

  it('is left alone while it is leased, and taken over by one of two', async () => {
    const dying = { stripe: { send: () => new Promise<never>(() => {}) } };
    collectPayment('schg_01', {}, ports(dying)).catch(() => {});
    await later(1_000);
    expect(await recover()).toBe('skipped');
    await later(MINUTE);
    const found: Charge = stripe.record();
    const both = [ports(), ports()].map((own) => recoverOperation(found, chargeCourse(own), RUN, own));
    await clock.run();
    expect((await Promise.all(both)).sort()).toEqual(['changed', 'skipped']);
    expect(stripe.record()).toMatchObject({ state: 'charged' });
  });

  it('is only looked at in a dry run', async () => {
    stripe.fates.push('lost before', 'lost before', 'lost before');
    await collect();
    const before = stripe.record();
    const own = ports();
    expect(await ended(recoverOperation(before, chargeCourse(own), { ...RUN, dryRun: true }, own))).toBe(
      'changed',
    );
    expect(stripe.record()).toEqual(before);
  });

  it('is not sent again in the last hour of its key, nor given up before Stripe has forgotten it', async () => {
    stripe.fates.push('lost before', 'lost before', 'lost before');
    await collect();
    await later(23.5 * 60 * MINUTE);
    expect(await recover()).toBe('skipped');
    expect(stripe.intents.size).toBe(0);
    await later(60 * MINUTE);
    expect(await recover()).toBe('changed');
    expect(stripe.record()).toMatchObject({ state: 'pending', operation: null });
  });
});

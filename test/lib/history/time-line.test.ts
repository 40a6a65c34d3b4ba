import { type HistoryEntry, historyEntry, type Traced } from '../../../lib/history/history';
import { timeLine } from '../../../lib/history/time-line';
import { beginOperation } from '../../../lib/operation/operation';
import { receivedWebhook } from '../../fixtures/webhooks';

const at = (minute: number) => `2027-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const traced = (fields: Partial<Traced>): Traced => ({
  ...{ updated: at(1), version: 1, operation: null, state: 'pending', error: null, by: null },
  ...fields,
});
const operation = beginOperation(
  {
    kind: 'create_payment',
    recordId: 'schg_1',
    request: () => ({ method: 'POST', path: '/v1/payment_intents', params: {} }),
    input: {},
  },
  0,
);
const declined = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'lost_card',
  message: 'Ada’s card was lost.',
};
const none = { signals: [], begins: null, ends: null, error: null, by: null, isFirst: false };

describe('the history of a record', () => {
  it('begins with it', () => {
    expect(historyEntry(traced({}), null, [])).toEqual({
      ...none,
      at: at(1),
      version: 1,
      state: 'pending',
      isFirst: true,
    });
  });

  it('tells which write to Stripe began, and who began it', () => {
    const next = traced({ version: 2, state: 'charging', operation, by: 'srun_1' });
    const entry = historyEntry(next, traced({}), []);
    expect(entry).toMatchObject({ begins: 'create_payment', ends: null, by: 'srun_1' });
  });

  it('tells what came of it, with Stripe’s code and not its text, which may name somebody', () => {
    const before = traced({ version: 2, state: 'charging', operation, by: 'srun_1' });
    const after = traced({ version: 3, state: 'failed', error: declined, by: 'srun_1' });
    const entry = historyEntry(after, before, ['stripe_charge_card_exception']);
    expect(entry).toMatchObject({ ends: 'create_payment', begins: null, error: 'lost_card', by: null });
    expect(JSON.stringify(entry)).not.toContain('Ada');
  });

  it('says nothing of a write that changes none of it', () => {
    const lease = { ...operation, lease_until: at(9) };
    expect(
      historyEntry(traced({ version: 3, operation: lease }), traced({ version: 2, operation }), []),
    ).toBeNull();
    const failed = traced({ error: declined });
    expect(historyEntry({ ...failed, version: 2 }, failed, [])).toBeNull();
  });
});

describe('a time line', () => {
  const record = { created: at(0), updated: at(9) };
  const first: HistoryEntry = { ...none, at: at(0), version: 1, state: 'pending', isFirst: true };
  const charged: HistoryEntry = {
    ...none,
    ...{
      at: at(5),
      version: 3,
      state: 'charged',
      ends: 'create_payment',
      signals: ['stripe_charge_succeeded'],
    },
  };
  const asked = { created: at(2), by: 'op', route: 'POST /aa-stripe/charges/{id}/charge', status: 200 };
  const empty = { record, history: [], webhooks: [], asked: [], isMore: false };

  it('puts in order what comes from everywhere', () => {
    const webhooks = [
      receivedWebhook({ id: 'evt_2', created: at(7), parse_error: 'no' }),
      receivedWebhook({ id: 'evt_1', created: at(6), is_parsed: true, event_type: 'charge.succeeded' }),
    ];
    const lines = timeLine({ ...empty, history: [first, charged], webhooks, asked: [asked] });
    expect(lines.map(({ at: time, kind, detail }) => [time, kind, detail])).toEqual([
      [at(0), 'state', 'state: pending'],
      [at(2), 'audit', 'answered 200'],
      [at(5), 'stripe', 'state: charged'],
      [at(5), 'signal', null],
      [at(6), 'webhook', 'handled'],
      [at(7), 'webhook', 'no'],
    ]);
  });

  it('says so where the beginning is not kept', () => {
    const [line, ...others] = timeLine({ ...empty, history: [charged] });
    expect(line).toMatchObject({ at: at(0), detail: expect.stringContaining('is not kept') });
    expect(others.map(({ kind }) => kind)).toEqual(['stripe', 'signal']);
    expect(timeLine(empty)).toHaveLength(1);
    expect(timeLine({ ...empty, history: [first] })[0]?.detail).toBe('state: pending');
  });

  it('says so where something is left out', () => {
    const titles = timeLine({ ...empty, history: [first], isMore: true }).map(({ title }) => title);
    expect(titles).toEqual(['Older webhooks or requests are left out', 'Recorded']);
  });

  it('leads to the run that asked Stripe', () => {
    const begun: HistoryEntry = {
      ...none,
      at: at(1),
      version: 2,
      state: 'charging',
      begins: 'create_payment',
      by: 'srun_7',
    };
    const line = timeLine({ ...empty, history: [first, begun] })[1];
    expect(line).toMatchObject({ kind: 'request', by: 'srun_7', link: { kind: 'run', id: 'srun_7' } });
  });
});

import type { EmptyTable, KeptItem } from '../../../lib/restore/ports';
import { isRecord, NotRestorableError, restoreRecords } from '../../../lib/restore/restore-records';

const RUN = { describe: String, now: Date.now, begin: () => {} };

/** A table in memory that tells the order of what is done to it. */
function tables(backup: KeptItem[], present: KeptItem[] = []) {
  const held = new Map(present.map((item) => [`${item.pk} ${item.sk}`, item]));
  const told: string[] = [];
  let from: string | null = null;
  const target: EmptyTable = {
    hasRecords: async () => [...held.values()].some(isRecord),
    restoring: async () => from,
    begin: async (name) => {
      told.push('begin');
      from = name;
    },
    insert: async (item) => {
      const key = `${item.pk} ${item.sk}`;
      if (held.has(key)) return false;
      told.push(item.pk);
      held.set(key, item);
      return true;
    },
  };
  async function* items() {
    yield* backup;
  }
  return { held, told, ports: { source: { size: async () => backup.length, items }, target } };
}

const charge = { pk: 'charge#schg_1', sk: 'charge', amount: 500 };
const webhook = { pk: 'webhook#evt_1', sk: 'webhook' };
const outdated = ['settings', 'rate#account#1', 'command#sweep', 'runs#sweep', 'parts#srun_1'].map((pk) => ({
  pk,
  sk: 'x',
}));

describe('restoreRecords', () => {
  it('pauses before the first record is written, and leaves what is of another time', async () => {
    const { told, ports } = tables([charge, ...outdated, webhook]);
    const summary = await restoreRecords('backup', false, ports, RUN);
    expect(told).toEqual(['begin', 'charge#schg_1', 'webhook#evt_1']);
    expect(summary).toMatchObject({ processed: 2, changed: 2, failed: 0 });
  });

  it('goes on where it was broken off', async () => {
    const { ports } = tables([charge, webhook]);
    await restoreRecords('backup', false, ports, RUN);
    expect(await restoreRecords('backup', false, ports, RUN)).toMatchObject({ changed: 0, skipped: 2 });
  });

  it('takes a stack that Stripe delivers to already, and leaves what came', async () => {
    const coupon = { pk: 'coupon#half', sk: 'coupon', id: 'scpn_new' };
    const { held, ports } = tables([charge, { ...coupon, id: 'scpn_old' }], [coupon, webhook]);
    expect(await restoreRecords('backup', false, ports, RUN)).toMatchObject({ changed: 1, skipped: 1 });
    expect(held.get('coupon#half coupon')).toEqual(coupon);
  });

  it('refuses a stack that has records of its own, or of another backup', async () => {
    const used = tables([charge], [{ pk: 'owner#u1', sk: 'customer#scus_1' }]);
    await expect(restoreRecords('backup', false, used.ports, RUN)).rejects.toThrow(NotRestorableError);
    const other = tables([charge]);
    await restoreRecords('backup', false, other.ports, RUN);
    await expect(restoreRecords('second', false, other.ports, RUN)).rejects.toThrow(/restored from backup/);
    expect([used.told, other.told.length]).toEqual([[], 2]);
  });

  it('writes nothing in a dry run, and counts', async () => {
    const { told, ports } = tables([charge, webhook]);
    expect(await restoreRecords('backup', true, ports, RUN)).toMatchObject({ changed: 2 });
    expect(told).toEqual([]);
  });
});

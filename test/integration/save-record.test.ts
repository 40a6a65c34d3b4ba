import { newCharge } from '../../lib/charge/new-charge';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { importStores } from '../../lib/dynamo/import-stores';
import { findTraced } from '../../lib/dynamo/traced-record';
import { recordsTable } from '../fixtures/records-table';

const CHARGE = {
  owner: 'u1',
  amount: 100,
  currency: 'usd',
  description: 'Lunch',
  comment: '',
  statement_descriptor: '',
  source_type: null,
  source_id: null,
  is_manual_charge: false,
};

describe('a write whose answer is lost, so that the client sends it again', () => {
  let table: Table;
  let lost: number;
  beforeEach(async () => {
    table = await recordsTable();
    lost = 0;
    // Inside the client's own retries: the table has done it, and the connection breaks before it can say so.
    table.client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (lost === 0) return answer;
        lost -= 1;
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
      },
      { step: 'deserialize', name: 'loseAnswers', priority: 'low' },
    );
  });
  afterEach(() => table.client.destroy());

  it('is known to have taken place, packed fields and signals included', async () => {
    const charges = chargeStore(table);
    const charge = newCharge(CHARGE, false, '01', Date.now());
    await charges.insert(charge);
    lost = 1;
    const next = {
      ...charge,
      comment: 'mine',
      version: 2,
      stripe_response: { id: 'pi_1', deep: { a: [1] } },
    };
    expect(await charges.save(next, charge, ['stripe_charge_succeeded'])).toBe(true);
    expect(lost).toBe(0);
    expect(await charges.find(charge.id)).toMatchObject({ comment: 'mine', version: 2 });
  });

  it("is not taken for another's of the same version", async () => {
    const charges = chargeStore(table);
    const charge = newCharge(CHARGE, false, '01', Date.now());
    await charges.insert(charge);
    await charges.save({ ...charge, comment: 'theirs', version: 2 }, charge);
    expect(await charges.save({ ...charge, comment: 'mine', version: 2 }, charge)).toBe(false);
    expect(await charges.find(charge.id)).toMatchObject({ comment: 'theirs' });
  });
});

describe("a record's history", () => {
  it('is written with each change, and keeps the last sixteen, however often one is sent', async () => {
    const table = await recordsTable();
    const charges = chargeStore(table);
    let charge = newCharge(CHARGE, false, '01', Date.now());
    await charges.insert(charge);
    const historyNow = async () => (await findTraced(table, charge.id))?.history ?? [];
    expect(await historyNow()).toMatchObject([{ version: 1, state: 'pending', isFirst: true }]);
    for (let version = 2; version <= 20; version += 1) {
      const next = { ...charge, version, state: version % 2 ? ('failed' as const) : ('charging' as const) };
      expect(await charges.save(next, charge)).toBe(true);
      expect(await charges.save(next, charge)).toBe(true);
      charge = next;
    }
    const versions = (await historyNow()).map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: 16 }, (_, i) => i + 5));
    table.client.destroy();
  });

  it('does not begin with an import', async () => {
    const table = await recordsTable();
    const charge = newCharge(CHARGE, false, '01', Date.now());
    await importStores(table).charges.insert(charge);
    expect(await findTraced(table, charge.id)).toMatchObject({ created: charge.created, history: [] });
    table.client.destroy();
  });
});

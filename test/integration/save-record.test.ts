import { newCharge } from '../../lib/charge/new-charge';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { recordsTable } from '../fixtures/records-table';

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

  const input = {
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

  it('is known to have taken place, packed fields and signals included', async () => {
    const charges = chargeStore(table);
    const charge = newCharge(input, false, '01', Date.now());
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
    const charge = newCharge(input, false, '01', Date.now());
    await charges.insert(charge);
    await charges.save({ ...charge, comment: 'theirs', version: 2 }, charge);
    expect(await charges.save({ ...charge, comment: 'mine', version: 2 }, charge)).toBe(false);
    expect(await charges.find(charge.id)).toMatchObject({ comment: 'theirs' });
  });
});

import { ulid } from 'ulid';
import { newCharge } from '../../../lib/charge/new-charge';
import { chargeStore } from '../../../lib/dynamo/charge-store';
import type { Table } from '../../../lib/dynamo/client';

const AT_ONCE = 25;

/** Records so many charges of an owner that are due now. */
export async function dueCharges(table: Table, owner: string, count: number): Promise<void> {
  const store = chargeStore(table);
  const due = () =>
    newCharge(
      {
        owner,
        amount: 500,
        currency: 'usd',
        description: 'bench',
        comment: '',
        statement_descriptor: '',
        source_type: null,
        source_id: null,
        is_manual_charge: false,
      },
      false,
      ulid(),
      Date.now(),
    );
  for (let made = 0; made < count; made += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - made);
    await Promise.all(Array.from({ length: some }, () => store.insert(due())));
  }
}

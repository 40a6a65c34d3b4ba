import type { ErasePorts } from './ports';

/**
 * Puts all that is left of an owner under a name that nothing leads back from. Nobody else writes under the old name:
 * what is there was erased.
 * @throws Error that names a record which was recorded or written meanwhile; another run goes on
 */
export async function releaseOwner(owner: string, ports: ErasePorts): Promise<void> {
  const { records, customers, charges, subscriptions } = ports;
  const pseudonym = ports.pseudonym();
  for await (const charge of records.charges(owner)) {
    check(charge.id, charge.erased_at !== null && (await charges.save(renamed(charge, pseudonym), charge)));
  }
  for await (const subscription of records.subscriptions(owner)) {
    const next = renamed(subscription, pseudonym);
    check(subscription.id, subscription.erased_at !== null && (await subscriptions.save(next, subscription)));
  }
  for await (const customer of records.customers(owner)) {
    check(customer.id, customer.erased_at !== null && (await customers.move(customer, pseudonym)));
  }
}

function renamed<R extends { owner: string; version: number }>(record: R, owner: string): R {
  return { ...record, owner, version: record.version + 1 };
}

function check(id: string, isDone: boolean): void {
  if (!isDone) throw new Error(`${id} was written meanwhile: run erase-owner again.`);
}

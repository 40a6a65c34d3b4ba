import { ulid } from 'ulid';
import { chargeStore } from '../../lib/dynamo/charge-store';
import { openTable } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { moveCustomer } from '../../lib/dynamo/move-customer';
import { ownersRecords, webhooksWithText } from '../../lib/dynamo/owners-records';
import { subscriptionStore } from '../../lib/dynamo/subscription-store';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { eraseOwner } from '../../lib/owner/erase-owner';
import { ownerNamed } from '../../lib/owner/owner-named';
import { readEnvironment } from '../../lib/runtime/environment';
import { payloadStore } from '../../lib/s3/payload-store';
import { commandParts } from '../composition/command-parts';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['erase-owner']);
const table = openTable(env.TABLE_NAME);
const customers = customerStore(table);
const ports = {
  records: ownersRecords(table),
  customers: {
    reload: ({ owner, id }: { owner: string; id: string }) => customers.find(owner, id),
    save: customers.save,
    move: moveCustomer.bind(null, table),
  },
  charges: chargeStore(table),
  subscriptions: subscriptionStore(table),
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  withText: webhooksWithText(table),
  pseudonym: () => `erased_${ulid()}`,
  now: Date.now,
};

/** Command `erase-owner`: deletes what is personal of an owner, and their name from what has to stay. */
export const handler = commandHandler({
  ...commandParts('erase-owner', table),
  work: (options) => eraseOwner(ownerNamed(options), options, ports),
});

import { ulid } from 'ulid';
import { openTable } from '../../lib/dynamo/client';
import { ownersHistory, ownersRecords, webhooksWithText } from '../../lib/dynamo/owners-records';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { exportOwner } from '../../lib/owner/export-owner';
import { ownerNamed } from '../../lib/owner/owner-named';
import { readEnvironment } from '../../lib/runtime/environment';
import { exportStore } from '../../lib/s3/export-store';
import { payloadStore } from '../../lib/s3/payload-store';
import { commandParts } from '../composition/command-parts';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['export-owner']);
const table = openTable(env.TABLE_NAME);
const exports_ = exportStore(env.PAYLOAD_BUCKET);
const ports = {
  records: ownersRecords(table),
  historyOf: ownersHistory(table),
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  withText: webhooksWithText(table),
  // A name that says nothing of the owner, since keys of objects stand in logs.
  keep: (json: string) => exports_.put(`sexp_${ulid()}`, json),
  now: Date.now,
};

/** Command `export-owner`: puts everything that is stored of an owner into one object of the bucket. */
export const handler = commandHandler({
  ...commandParts('export-owner', table),
  work: (options) => exportOwner(ownerNamed(options), options, ports),
});

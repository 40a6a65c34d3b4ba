import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { openTable } from '../../lib/dynamo/client';
import { publicationOfChange } from '../../lib/dynamo/publication';
import { itemOfImage } from '../../lib/dynamo/stream-image';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { type Publication, publishSignals } from '../../lib/signals/publish-signals';
import { countedBus } from '../composition/counted-bus';
import { environments } from '../environments';

const env = readEnvironment(environments['publish-signals']);
const log = logger('publish-signals');
const bus = countedBus(env.BUS_NAME, env.STAGE);
const ports = {
  table: openTable(env.TABLE_NAME),
  payloads: payloadStore(env.PAYLOAD_BUCKET),
  rawDataOnBus: env.RAW_DATA_ON_BUS === 'true',
};

/**
 * Turns changes of the table into signals on the bus. What passes is retried by the mapping. What does not,
 * such as a record that cannot be read, must not hold up the others: it stays in the index of overdue records,
 * and `sweep` reports it at every run.
 */
export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const composed = await Promise.all(event.Records.map(compose));
  const publications = composed.filter((publication) => publication !== null);
  const failures = await publishSignals(publications, bus);
  for (const [ref, failure] of failures) log.error('signal not published', { ref, ...failure });
  const told = bus.tell();
  if (told.signals > 0) log.info('signals published', { ...told, failed_records: failures.size });
  const again = [...failures].filter(([, { lasting }]) => !lasting);
  return { batchItemFailures: again.map(([itemIdentifier]) => ({ itemIdentifier })) };
};

async function compose({ dynamodb = {} }: DynamoDBRecord): Promise<Publication | null> {
  const ref = dynamodb.SequenceNumber ?? '';
  try {
    const change = { before: itemOfImage(dynamodb.OldImage), after: itemOfImage(dynamodb.NewImage) };
    return await publicationOfChange(ref, change, ports);
  } catch (error) {
    log.error('signal cannot be composed', { ref, error: describeError(error) });
    return null;
  }
}

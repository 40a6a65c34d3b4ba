import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { openTable } from '../../lib/dynamo/client';
import { publicationOfChange } from '../../lib/dynamo/publication';
import { itemOfImage } from '../../lib/dynamo/stream-image';
import { signalBus } from '../../lib/eventbridge/signal-bus';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { publishSignals } from '../../lib/signals/publish-signals';
import { environments } from '../environments';

const env = readEnvironment(environments['publish-signals']);
const log = logger('publish-signals');
const bus = signalBus(env.BUS_NAME);
const ports = {
  table: openTable(env.TABLE_NAME),
  payloads: payloadStore(env.PAYLOAD_BUCKET),
  rawDataOnBus: env.RAW_DATA_ON_BUS === 'true',
};

/** Turns changes of the table into signals on the bus. Records that fail are retried by the mapping. */
export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const composed = await Promise.all(
    event.Records.map(async ({ dynamodb = {} }) => {
      const ref = dynamodb.SequenceNumber ?? '';
      const change = { before: itemOfImage(dynamodb.OldImage), after: itemOfImage(dynamodb.NewImage) };
      return publicationOfChange(ref, change, ports);
    }),
  );
  const publications = composed.filter((publication) => publication !== null);
  const failed = await publishSignals(publications, bus);
  const signals = publications.flatMap((publication) => publication.signals.map(({ name }) => name));
  if (signals.length > 0)
    log.info('signals published', { signals: signals.length, failed_records: failed.size });
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
};

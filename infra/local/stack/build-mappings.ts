import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Tell } from '../console/report';
import type { StreamAlias } from '../dynamodb/dynamodb-service';
import { requireMappingPermissions } from '../iam/mapping-permissions';
import { type Mapping, readMappings } from '../lambda/mapping-schema';
import type { ObjectStore } from '../s3/object-store';
import { runQueueMapping } from '../sqs/queue-mapping';
import { createStreamMapping } from '../streams/stream-mapping';
import { RefusedError } from '../template/refused-error';
import type { Resources } from '../template/resources';
import type { Core } from './build-core';
import { upstreamClient } from './create-tables';

export interface RunnableMapping {
  run(signal: AbortSignal): Promise<void>;
  /** Drops what has not been processed; queues have nothing to drop. */
  expire(): void;
}

export interface MappingOptions {
  streams: StreamAlias[];
  objects: ObjectStore;
  dynamoDbUrl: string;
  retentionMs: number;
  tell: Tell;
}

/** The template's event source mappings, ready to run. Throws RefusedError when a role lacks a permission. */
export async function buildMappings(
  resources: Resources,
  core: Core,
  options: MappingOptions,
): Promise<RunnableMapping[]> {
  const client = new DynamoDBStreamsClient(upstreamClient(options.dynamoDbUrl));
  const build = async (mapping: Mapping): Promise<RunnableMapping> => {
    const fn = core.invoker.find(mapping.FunctionName);
    if (!fn) throw new RefusedError(`${mapping.id}: no function ${mapping.FunctionName}`);
    await requireMappingPermissions(mapping, fn, core.authorize);
    const queue = core.queues.get(mapping.EventSourceArn);
    if (queue) {
      return {
        run: (signal) => runQueueMapping(mapping, queue, fn, core.invoker, signal),
        expire: () => undefined,
      };
    }
    const stream = options.streams.find((each) => each.arn === mapping.EventSourceArn);
    if (!stream)
      throw new RefusedError(
        `${mapping.id}: event source ${mapping.EventSourceArn} has no local counterpart`,
      );
    const { upstreamArn } = stream;
    return createStreamMapping({ ...options, mapping, fn, invoker: core.invoker, client, upstreamArn });
  };
  return Promise.all(readMappings(resources).map(build));
}

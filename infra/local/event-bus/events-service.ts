import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from '../aws-endpoint/aws-error';
import type { AwsService } from '../aws-endpoint/aws-service';
import { jsonService, readInput } from '../aws-endpoint/json-service';
import type { Account } from '../template/identity';
import { isRecord } from '../template/intrinsics';
import type { EventBus } from './event-bus';

const entrySchema = v.strictObject({
  Source: v.optional(v.string()),
  DetailType: v.optional(v.string()),
  Detail: v.optional(v.string()),
  EventBusName: v.optional(v.string(), 'default'),
  Resources: v.optional(v.array(v.string()), []),
  // Seconds since 1970.
  Time: v.optional(v.number()),
});
const inputSchema = v.strictObject({ Entries: v.array(entrySchema) });
type Entry = v.InferOutput<typeof entrySchema>;

const requestLimit = 1024 * 1024;

/** EventBridge's PutEvents: up to 10 entries and 1 MiB in all; each entry has its own result. */
export function eventsService(bus: EventBus, busNames: string[], account: Account): AwsService {
  return jsonService('events', {
    PutEvents: (input) => {
      const { Entries: entries } = readInput(inputSchema, input);
      requireLimits(entries);
      const names = entries.map((entry) => entry.EventBusName.split('event-bus/').at(-1) ?? '');
      const arnOf = (name: string) => `arn:aws:events:${account.region}:${account.id}:event-bus/${name}`;
      return {
        permissions: [...new Set(names)].map((name) => ({
          action: 'events:PutEvents',
          resource: arnOf(name),
        })),
        run: () => {
          const results = entries.map((entry, index) =>
            putEntry(bus, busNames, account, entry, names[index] ?? ''),
          );
          return { FailedEntryCount: results.filter((each) => 'ErrorCode' in each).length, Entries: results };
        },
      };
    },
  });
}

function requireLimits(entries: Entry[]): void {
  if (entries.length < 1 || entries.length > 10) {
    throw new AwsError('ValidationException', 'Entries must have between 1 and 10 members');
  }
  const size = entries.reduce((sum, entry) => sum + entrySize(entry), 0);
  if (size <= requestLimit) return;
  throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function entrySize({ Source = '', DetailType = '', Detail = '', Resources, Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function putEntry(bus: EventBus, busNames: string[], account: Account, entry: Entry, name: string) {
  const { Source: source, DetailType: type, Detail } = entry;
  if (!source || !type || Detail === undefined) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are required.' };
  }
  const detail = parseDetail(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  if (!busNames.includes(name)) {
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${name} does not exist.` };
  }
  const id = randomUUID();
  const time = new Date(entry.Time === undefined ? Date.now() : entry.Time * 1000);
  bus.accept(name, {
    version: '0',
    id,
    'detail-type': type,
    source,
    account: account.id,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: account.region,
    resources: entry.Resources,
    detail,
  });
  return { EventId: id };
}

function parseDetail(detail: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(detail);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

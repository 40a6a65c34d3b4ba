import * as v from 'valibot';
import { listen } from '../local/control/listen';

/** Request units, by what was done: `PutItem` of the table, `PutItem gsi4` of an index. */
export type Units = Map<string, number>;

export interface MeteredDynamoDb {
  url: string;
  /** What was used since the last call. */
  take(): Units;
  /** Calls since the start. */
  calls(): number;
  /** When it was last called, in milliseconds since the epoch. */
  lastCall(): number;
  close(): void;
}

const Consumed = v.object({
  Table: v.object({ CapacityUnits: v.number() }),
  GlobalSecondaryIndexes: v.optional(v.record(v.string(), v.object({ CapacityUnits: v.number() })), {}),
});
const Answer = v.object({ ConsumedCapacity: v.optional(v.union([Consumed, v.array(Consumed)])) });

/** DynamoDB Local says 0 of a query that finds nothing; AWS counts half a unit. */
const LEAST_QUERY = 0.5;

const METERED =
  /^DynamoDB_\d+\.(BatchGetItem|DeleteItem|GetItem|PutItem|Query|Scan|TransactWriteItems|UpdateItem)$/;

/** Stands before DynamoDB Local and has it say what each call consumed, as AWS would count it. */
export async function meteredDynamoDb(upstream: string): Promise<MeteredDynamoDb> {
  let units: Units = new Map();
  let last = Date.now();
  let calls = 0;
  const add = (name: string, amount: number) => units.set(name, (units.get(name) ?? 0) + amount);

  const { url, server } = await listen(0, 'PORT', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const target = String(request.headers['x-amz-target']);
    const operation = METERED.exec(target)?.[1];
    const headers = new Headers();
    for (const name of ['x-amz-target', 'content-type', 'authorization', 'x-amz-date'])
      headers.set(name, String(request.headers[name]));
    const asked = operation ? metered(body) : body;
    const answer = await fetch(upstream, { method: 'POST', headers, body: new Uint8Array(asked) });
    const text = await answer.text();
    if (operation) {
      last = Date.now();
      calls += 1;
      count(operation, body, text);
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
  });

  const count = (operation: string, asked: Buffer, text: string) => {
    const { ConsumedCapacity: consumed } = v.parse(Answer, JSON.parse(text));
    if (!consumed) add(`${operation} refused`, refusedUnits(asked));
    for (const { Table, GlobalSecondaryIndexes } of [consumed ?? []].flat()) {
      if (Table.CapacityUnits > 0) add(operation, Table.CapacityUnits);
      for (const [index, { CapacityUnits }] of Object.entries(GlobalSecondaryIndexes))
        add(`${operation} ${index}`, Math.max(CapacityUnits, operation === 'Query' ? LEAST_QUERY : 0));
    }
  };

  return {
    url,
    take: () => {
      const taken = units;
      units = new Map();
      return taken;
    },
    calls: () => calls,
    lastCall: () => last,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const Put = v.object({ Item: v.optional(v.record(v.string(), v.unknown()), {}) });

/**
 * A write whose condition does not hold says nothing of its units, and costs what it would have written: a put its item, in
 * kilobytes, anything else one at least.
 */
function refusedUnits(body: Buffer): number {
  const { Item } = v.parse(Put, JSON.parse(body.toString()));
  return Math.max(1, Math.ceil(sizeOf(Item) / 1024));
}

/** About what AWS counts: names and values, bytes as bytes. */
function sizeOf(item: Record<string, unknown>): number {
  const sizes = Object.entries(item).map(([name, value]) => {
    const [type = '', content = ''] = Object.entries(value ?? {})[0] ?? [];
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return name.length + (type === 'B' ? Buffer.from(text, 'base64').length : Buffer.byteLength(text));
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

function metered(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'INDEXES' }));
}

const WRITES = /^(Put|Update|Delete|TransactWrite)/;

/** Write and read units of all that was done. */
export function totals(units: Units): { write: number; read: number } {
  let [write, read] = [0, 0];
  for (const [name, amount] of units) {
    if (WRITES.test(name)) write += amount;
    else read += amount;
  }
  return { write, read };
}

import type { Due } from './command';
import type { Part } from './part';

/** Records a message: a worker does them in well under a minute, and a message that comes twice repeats few. */
export const PART_RECORDS = 50;
/** SQS takes ten messages at once. */
const BATCH = 10;

export interface HandOverPorts<T extends Due> {
  /** @returns how many of them the queue took */
  send(parts: Part<T>[]): Promise<number>;
  newId(): string;
  now(): number;
  /** Told after each batch: how many parts are on their way. */
  sent(parts: number): void;
}

export interface HandedOver {
  parts: number;
  records: number;
  /** Where the next run is to go on; null at the end of the list. */
  position: string | null;
  /** Why it ended before the list did. */
  error: unknown;
}

/**
 * Gives all that is due to workers, in parts. Killed anywhere, what was sent is worked on and what was not stays due; a
 * record that is sent twice is done once, because every step is a conditional write.
 */
export async function handOver<T extends Due>(
  due: AsyncIterable<T>,
  of: { command: string; run: string; deadline: number; after: string | null },
  ports: HandOverPorts<T>,
): Promise<HandedOver> {
  const { command, run, deadline } = of;
  const handed: HandedOver = { parts: 0, records: 0, position: of.after, error: null };
  let records: T[] = [];
  let last = of.after;
  const send = async () => {
    const parts = Array.from({ length: Math.ceil(records.length / PART_RECORDS) }, (_, i) => ({
      ...{ command, run, id: ports.newId() },
      records: records.slice(i * PART_RECORDS, (i + 1) * PART_RECORDS),
    }));
    if (parts.length === 0) return;
    const taken = await ports.send(parts);
    handed.parts += taken;
    ports.sent(handed.parts);
    // What the queue did not take stays due: the next run begins with it again.
    if (taken < parts.length) throw new Error(`The queue took ${taken} of ${parts.length} messages.`);
    handed.records += records.length;
    handed.position = last;
    records = [];
  };
  try {
    for await (const each of due) {
      if (ports.now() >= deadline) {
        await send();
        return handed;
      }
      records.push(each);
      last = each.position;
      if (records.length === BATCH * PART_RECORDS) await send();
    }
    await send();
    return { ...handed, position: null };
  } catch (error) {
    return { ...handed, error };
  }
}

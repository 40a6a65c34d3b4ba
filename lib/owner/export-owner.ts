import type { CommandWork, Due, RunOptions, Step } from '../command/command';
import { withRawData } from '../webhook/raw-data';
import { presentWebhook } from '../webhook/webhook';
import { idsOfCharge, idsOfCustomer, idsOfSubscription, namesOneOf } from './ids-in';
import type { ExportPorts, HistoryKind } from './ports';

/**
 * Gathers everything that is stored of an owner into one document: customers, charges, subscriptions with what Stripe
 * said of them, and the events about them. It is kept where `ports.keep` says; its place is the run's note.
 * @throws Error on the first step if nothing is stored of them
 */
export function exportOwner(owner: string, { dryRun, limit }: RunOptions, ports: ExportPorts): CommandWork {
  if (limit !== null) throw new Error('export-owner exports all or nothing: it takes no limit.');
  const found = { customers: [] as string[], charges: [] as string[], subscriptions: [] as string[] };
  const webhooks = new Map<string, string>();
  const ids = new Set<string>();
  const run = { isThrough: false, hasFailed: false, place: null as string | null };
  const add = async <R extends { owner: string; id: string }>(
    kind: HistoryKind,
    list: string[],
    record: R,
    own: (string | null | undefined)[],
  ) => {
    for (const id of own) if (id) ids.add(id);
    const history = (await ports.historyOf(kind, record)).map(shown);
    list.push(JSON.stringify({ ...shown(record), history }));
  };
  return {
    due: async function* (): AsyncGenerator<Due> {
      const { customers, charges, subscriptions } = ports.records;
      for await (const record of customers(owner))
        await add('customer', found.customers, record, idsOfCustomer(record));
      for await (const record of charges(owner))
        await add('charge', found.charges, record, idsOfCharge(record));
      for await (const record of subscriptions(owner))
        await add('subscription', found.subscriptions, record, idsOfSubscription(record));
      if (ids.size === 0) throw new Error(UNKNOWN);
      yield* ports.withText();
      run.isThrough = true;
    },
    count: async () => null,
    step: async ({ id }): Promise<Step> => {
      try {
        const stored = await ports.webhooks.find(id);
        const text = (await stored?.rawText()) ?? null;
        if (!stored || text === null || !namesOneOf(ids, text)) return 'skipped';
        webhooks.set(id, withRawData(presentWebhook(stored.webhook), text));
        return 'changed';
      } catch (error) {
        run.hasFailed = true;
        throw error;
      }
    },
    conclude: async () => {
      if (!run.isThrough || run.hasFailed || dryRun) return;
      const lists = { ...found, webhooks: [...webhooks.values()] };
      const parts = Object.entries(lists).map(([name, records]) => `"${name}":[${records.join(',')}]`);
      const head = JSON.stringify({ owner, exported_at: new Date(ports.now()).toISOString() }).slice(0, -1);
      run.place = await ports.keep(`${head},${parts.join(',')}}`);
    },
    concurrency: 20,
    stopsRun: () => false,
    isWhole: true,
    get note() {
      if (dryRun) return undefined;
      return run.place ?? 'Nothing was exported.';
    },
  };
}

const UNKNOWN = 'Nothing is stored of this owner. Is it spelt as the claim of their tokens is?';

/** Of use to this product only, or the token that a card came with, which is nobody's to see. */
const LEFT_OUT = [
  'operation',
  'applied_keys',
  'version',
  'tried_by',
  'attached',
  'erased_at',
  'by',
  'isFirst',
];

function shown(record: object): object {
  const own = Object.entries(record).filter(([name]) => !LEFT_OUT.includes(name));
  return Object.fromEntries(
    own.map(([name, value]) => (name === 'stripe_js_response' ? [name, withoutToken(value)] : [name, value])),
  );
}

function withoutToken(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'id'));
}

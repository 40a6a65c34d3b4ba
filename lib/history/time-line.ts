import * as v from 'valibot';
import type { Webhook } from '../webhook/webhook';
import type { HistoryEntry } from './history';

const NullableText = v.nullable(v.string());

/** One line of what happened to a record. */
export const TimeLineEntry = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  /**
   * `request`: Stripe was asked; `stripe`: what it answered; `state`: the record is in another state; `webhook`: an event
   * about it arrived; `signal`: others were told; `audit`: an operator asked for a change.
   */
  kind: v.picklist(['request', 'state', 'stripe', 'webhook', 'signal', 'audit']),
  title: v.string(),
  detail: NullableText,
  /** Who, where that is known: an operator, a run, a request. */
  by: NullableText,
  link: v.nullable(v.object({ kind: v.picklist(['webhook', 'run']), id: v.string() })),
});
export type TimeLineEntry = v.InferOutput<typeof TimeLineEntry>;

/** What is known of a record, from wherever it is kept. */
export interface Sources {
  record: { created: string; updated: string };
  history: HistoryEntry[];
  webhooks: Webhook[];
  /** What operators asked for. */
  asked: { created: string; by: string; route: string; status: number | null }[];
  /** There are older webhooks, or requests, than these. */
  isMore: boolean;
}

/** What happened to a record, oldest first. */
export function timeLine({ record, history, webhooks, asked, isMore }: Sources): TimeLineEntry[] {
  const gap: TimeLineEntry[] = history.some(({ isFirst }) => isFirst)
    ? []
    : [{ ...NOTHING, at: record.created, kind: 'state', title: 'Recorded', detail: GAP }];
  const cut: TimeLineEntry[] = isMore
    ? [{ ...NOTHING, at: record.created, kind: 'state', title: 'Older webhooks or requests are left out' }]
    : [];
  // Of what happened in one moment, what leads to the other comes first.
  return [
    ...gap,
    ...cut,
    ...asked.map(askedLine),
    ...webhooks.map(webhookLine),
    ...history.flatMap(historyLines),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const NOTHING = { detail: null, by: null, link: null };
const GAP =
  'What happened until the first line below is not kept: it was imported, or is older than its history.';

function historyLines(entry: HistoryEntry): TimeLineEntry[] {
  const { at, state, begins, ends, error, by, signals, isFirst } = entry;
  const line = { ...NOTHING, at };
  const lines: TimeLineEntry[] = [];
  if (isFirst) lines.push({ ...line, kind: 'state', title: 'Recorded', detail: `state: ${state}` });
  if (ends !== null) {
    const detail = [`state: ${state}`, ...(error === null ? [] : [`refused: ${error}`])].join(', ');
    lines.push({ ...line, kind: 'stripe', title: `Stripe answered: ${inWords(ends)}`, detail });
  }
  if (begins !== null) {
    const link = by?.startsWith('srun_') ? { kind: 'run' as const, id: by } : null;
    lines.push({
      ...{ ...line, kind: 'request', by, link },
      ...{ title: `Stripe is asked: ${inWords(begins)}`, detail: `state: ${state}` },
    });
  }
  if (!isFirst && begins === null && ends === null) {
    const detail =
      error === null ? "Taken over from Stripe's present state, or changed here." : `refused: ${error}`;
    lines.push({ ...line, kind: 'state', title: `State: ${state}`, detail });
  }
  return [...lines, ...signals.map((title): TimeLineEntry => ({ ...line, kind: 'signal', title }))];
}

function webhookLine({ id, created, event_type, is_parsed, parse_error }: Webhook): TimeLineEntry {
  const detail = parse_error ?? (is_parsed ? 'handled' : 'not handled yet');
  return { at: created, kind: 'webhook', title: event_type, detail, by: null, link: { kind: 'webhook', id } };
}

function askedLine({ created, by, route, status }: Sources['asked'][number]): TimeLineEntry {
  const detail = status === null ? 'not answered' : `answered ${status}`;
  return { at: created, kind: 'audit', title: route, detail, by, link: null };
}

/** `create_payment` is "create payment". */
const inWords = (kind: string): string => kind.replaceAll('_', ' ');

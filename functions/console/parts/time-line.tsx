import { type Row, rowOf, textOf } from '../api/row';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';
import { Moment } from './moment';

const NAMES: Record<string, string> = {
  request: 'Request',
  state: 'State',
  stripe: 'Stripe',
  webhook: 'Webhook',
  signal: 'Signal',
  audit: 'Operator',
};

/** Where the pages of linked records are. */
const PAGES: Record<string, string> = {
  webhook: 'webhooks',
  charge: 'charges',
  customer: 'customers',
  plan: 'plans',
  subscription: 'subscriptions',
  coupon: 'coupons',
  command: 'commands',
};

/** What happened to a record, oldest first. */
export function TimeLine({ entries }: { entries: readonly Row[] }) {
  if (entries.length === 0) return <p class="hint">Nothing is known of it yet.</p>;
  return (
    <ol class="time-line">
      {entries.map((entry, index) => (
        <Entry key={index} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: Row }) {
  const kind = textOf(entry, 'kind') ?? '';
  const detail = textOf(entry, 'detail');
  const by = textOf(entry, 'by');
  const link = rowOf(entry, 'link');
  const page = link && PAGES[textOf(link, 'kind') ?? ''];
  const id = link && textOf(link, 'id');
  return (
    <li class={`moment-${kind}`}>
      <div class="time-line-head">
        <span class="kind">{NAMES[kind] ?? kind}</span>
        <Moment at={textOf(entry, 'at')} />
      </div>
      <p>{textOf(entry, 'title')}</p>
      {detail && <p class="hint">{detail}</p>}
      {by && <p class="hint">by {by}</p>}
      {page && id && <Link to={hrefOf([page, id])}>{id}</Link>}
    </li>
  );
}

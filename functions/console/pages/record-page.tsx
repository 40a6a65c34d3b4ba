import { ActionButtons } from '../actions/action-buttons';
import type { ApiError } from '../api/api-error';
import { path } from '../api/path';
import { type Row, rowOf, rowsOf } from '../api/row';
import { useLoad } from '../api/use-load';
import { kindOf } from '../kinds/all-kinds';
import type { Kind, LinkedList } from '../kinds/kind';
import { RecordTable } from '../lists/record-table';
import { Chip } from '../parts/chip';
import { CopyButton } from '../parts/copy-button';
import { FieldList } from '../parts/field-list';
import { FoldedJson } from '../parts/folded-json';
import { Nothing } from '../parts/money';
import { Failed, Notice } from '../parts/notice';
import { Skeleton } from '../parts/skeleton';
import { TimeLine } from '../parts/time-line';
import { useConsole } from '../shell/console-context';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';
import { PageHead } from './page-head';

interface RecordPageProps {
  kind: Kind;
  id: string;
  record: (id: string) => string;
}

/** Everything about one record: what it is, what happened to it, what hangs on it, what can be done. */
export function RecordPage({ kind, id, record }: RecordPageProps) {
  const { api } = useConsole();
  const { value: row, error, reload } = useLoad(record(id), (signal) => api.get(record(id), {}, signal));
  return (
    <>
      <p class="crumb">
        <Link to={hrefOf([kind.name])}>{kind.title}</Link>
      </p>
      {row ? (
        <Shown kind={kind} id={id} row={row} error={error} reload={reload} />
      ) : (
        <>
          <PageHead title={`${kind.one} ${id}`} shown={<span class="code">{id}</span>} />
          {error && <Failed error={error} retry={reload} />}
          {!error && <Skeleton lines={10} label={`Loading the ${kind.one}`} />}
        </>
      )}
    </>
  );
}

interface ShownProps {
  kind: Kind;
  id: string;
  row: Row;
  /** Why what is shown is not what is there now. */
  error: ApiError | null;
  reload(): void;
}

function Shown({ kind, id, row, error, reload }: ShownProps) {
  const state = kind.state(row);
  const trouble = kind.trouble(row);
  const lineOf = kind.timeLine(row);
  // A change of the record is a reason to look again at all that hangs on it.
  const version = String(row['updated'] ?? '');
  return (
    <>
      <PageHead title={`${kind.one} ${id}`} shown={kind.headline(row) ?? id}>
        <ActionButtons actions={kind.actions} row={row} onDone={reload} />
      </PageHead>
      <p class="under-head">
        <Chip tone={state.tone}>{state.text}</Chip>
        <span class="code">{id}</span>
        <CopyButton text={id} what="the id" />
        <DashboardLink target={kind.dashboard(row)} />
      </p>
      {error && <Failed error={error} retry={reload} />}
      {trouble && (
        <Notice tone={state.tone === 'bad' ? 'bad' : 'wait'}>
          <p>{trouble}</p>
        </Notice>
      )}
      <div class="columns">
        <section class="card" aria-labelledby="fields">
          <h2 id="fields">Details</h2>
          <FieldList
            fields={kind.fields(row).map((field) => ({ ...field, value: field.value ?? <Nothing /> }))}
          />
          <FoldedJson
            title="What Stripe sent"
            value={rowOf(row, kind.raw)}
            none="Nothing from Stripe is kept of it."
          />
        </section>
        {lineOf !== null && <History key={version} id={lineOf} one={kind.one} />}
      </div>
      {kind.linked(row).map((list) => (
        <Linked key={`${list.title} ${version}`} list={list} />
      ))}
    </>
  );
}

function DashboardLink({ target }: { target: string | null }) {
  const { config } = useConsole();
  if (target === null) return null;
  return (
    <a
      href={`https://dashboard.stripe.com${config.isLive ? '' : '/test'}${target}`}
      target="_blank"
      rel="noreferrer"
    >
      Stripe Dashboard<span class="visually-hidden"> (opens in a new tab)</span> ↗
    </a>
  );
}

function History({ id, one }: { id: string; one: string }) {
  const { api } = useConsole();
  const at = path`/aa-stripe/records/${id}/timeline`;
  const { value, error, reload } = useLoad(at, (signal) => api.get(at, {}, signal));
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">What happened to this {one === 'charge' ? 'payment' : one}</h2>
      {error && <Failed error={error} retry={reload} />}
      {value && <TimeLine entries={rowsOf(value, 'results')} />}
      {!value && !error && <Skeleton lines={6} label="Loading the time line" />}
    </section>
  );
}

function Linked({ list }: { list: LinkedList }) {
  const { api } = useConsole();
  const kind = kindOf(list.kind);
  const key = JSON.stringify([list.path, list.query]);
  const { value, error, reload } = useLoad(key, (signal) =>
    api.page(list.path, { ...list.query, limit: '10' }, signal),
  );
  if (!kind) return null;
  return (
    <section class="card table-card" aria-label={list.title}>
      <div class="card-head">
        <h2>{list.title}</h2>
        {list.more && value?.next && (
          <Link to={list.more.to} {...(list.more.kept && { kept: list.more.kept })}>
            Show all
          </Link>
        )}
      </div>
      {error && <Failed error={error} retry={reload} />}
      {!value && !error && <Skeleton lines={2} label={`Loading ${list.title.toLowerCase()}`} />}
      {value && value.results.length > 0 && (
        <RecordTable kind={kind} rows={value.results} caption={list.title} isBusy={false} />
      )}
      {value?.results.length === 0 && <p class="hint inset">None.</p>}
    </section>
  );
}

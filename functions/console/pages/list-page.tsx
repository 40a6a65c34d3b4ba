import { ActionButtons } from '../actions/action-buttons';
import type { Kind } from '../kinds/kind';
import type { Chosen } from '../lists/chosen';
import { ExportButton } from '../lists/export-button';
import { FilterForm } from '../lists/filter-form';
import { queryOf } from '../lists/query-of';
import { RecordTable } from '../lists/record-table';
import { useList } from '../lists/use-list';
import { Failed } from '../parts/notice';
import { Skeleton } from '../parts/skeleton';
import { useConsole } from '../shell/console-context';
import { hrefOf } from '../shell/href';
import { go, type Route } from '../shell/router';
import { PageHead } from './page-head';

/** All records of a kind, newest first, narrowed by what the address and the memory of the page say. */
export function ListPage({ kind, route }: { kind: Kind; route: Route }) {
  const { offers } = useConsole();
  const filters = kind.filters.filter(({ name }) => offers.get(kind.list)?.has(name));
  const chosen: Chosen = { ...Object.fromEntries(route.query), ...route.kept };
  const query = queryOf(filters, chosen);
  const { rows, next, error, isBusy, isReady, more, reload } = useList(kind.list, query);
  const isFiltered = Object.keys(query).length > 0;

  const choose = (wanted: Chosen) => {
    const isPersonal = (name: string) =>
      kind.filters.some((filter) => filter.name === name && filter.isPersonal);
    const part = (personal: boolean) =>
      Object.fromEntries(Object.entries(wanted).filter(([name]) => isPersonal(name) === personal));
    go(hrefOf([kind.name], part(false)), part(true), { replace: true });
  };

  return (
    <>
      <PageHead title={kind.title}>
        <ExportButton key={JSON.stringify(query)} kind={kind} query={query} />
        {kind.adding && <ActionButtons actions={[kind.adding]} row={{}} onDone={reload} />}
      </PageHead>
      <FilterForm
        key={JSON.stringify(chosen)}
        filters={filters}
        chosen={chosen}
        errors={error?.fields ?? {}}
        onChoose={choose}
      />
      {error && <Failed error={error} retry={reload} />}
      {!isReady && !error && (
        <div class="card table-card">
          <Skeleton lines={12} label={`Loading ${kind.title.toLowerCase()}`} />
        </div>
      )}
      {rows.length > 0 && (
        <div class="card table-card">
          <RecordTable kind={kind} rows={rows} caption={`${kind.title}, newest first`} isBusy={isBusy} />
        </div>
      )}
      {isReady && rows.length === 0 && !error && (
        <div class="empty">
          <p>
            <strong>{isFiltered ? `No ${kind.one} fits these filters.` : `No ${kind.one} yet.`}</strong>
          </p>
          <p class="hint">{isFiltered ? 'Clear them to see all.' : kind.empty}</p>
        </div>
      )}
      {isReady && (
        <div class="list-foot">
          <p class="hint" role="status">
            {isBusy ? 'Loading…' : shownText(rows.length, next === null)}
          </p>
          {next !== null && (
            <button type="button" onClick={more} aria-disabled={isBusy}>
              Show more
            </button>
          )}
        </div>
      )}
    </>
  );
}

function shownText(count: number, isAll: boolean): string {
  if (count === 0) return '';
  return `${count} shown${isAll ? ', that is all' : ''}`;
}

import { type Row, rowsOf, textOf } from '../api/row';
import { useLoad } from '../api/use-load';
import { RecordLink } from '../kinds/columns';
import { Chip } from '../parts/chip';
import { Moment } from '../parts/moment';
import { Nothing } from '../parts/money';
import { Failed } from '../parts/notice';
import { Skeleton } from '../parts/skeleton';
import { TableHead } from '../parts/table-head';
import { useConsole } from '../shell/console-context';
import { PageHead } from './page-head';

/** What an id of ours or of Stripe's, or an owner, leads to. */
export function SearchPage({ wanted }: { wanted: string }) {
  return (
    <>
      <PageHead title="Search" />
      {wanted === '' ? (
        <p class="hint">Enter an id of ours or of Stripe’s, or an owner, in the field above.</p>
      ) : (
        <Found wanted={wanted} />
      )}
    </>
  );
}

function Found({ wanted }: { wanted: string }) {
  const { api } = useConsole();
  const { value, error, reload } = useLoad(wanted, (signal) =>
    api.get('/aa-stripe/search', { q: wanted }, signal),
  );
  const results = value ? rowsOf(value, 'results') : [];
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton lines={4} label="Searching" />;
  if (results.length === 0) {
    return (
      <div class="empty">
        <p>
          <strong>Nothing has the id, or the owner, “{wanted}”.</strong>
        </p>
        <p class="hint">Ids and owners are found when they are whole.</p>
      </div>
    );
  }
  return (
    <div class="card table-card">
      <table>
        <caption class="visually-hidden">Found</caption>
        <TableHead
          columns={[
            { label: 'Created' },
            { label: 'Kind' },
            { label: 'Id' },
            { label: 'Title' },
            { label: 'State' },
          ]}
        />
        <tbody>
          {results.map((row) => (
            <FoundRow key={`${textOf(row, 'kind')} ${textOf(row, 'id')}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FoundRow({ row }: { row: Row }) {
  const kind = textOf(row, 'kind') ?? '';
  const state = textOf(row, 'state');
  return (
    <tr>
      <td data-label="Created">
        <Moment at={textOf(row, 'created')} />
      </td>
      <td data-label="Kind">{kind}</td>
      <td data-label="Id">
        <RecordLink page={`${kind}s`} id={textOf(row, 'id')} />
      </td>
      <td data-label="Title">{textOf(row, 'title')}</td>
      <td data-label="State">{state ? <Chip tone="plain">{state}</Chip> : <Nothing />}</td>
    </tr>
  );
}

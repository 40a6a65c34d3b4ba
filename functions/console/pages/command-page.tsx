import { useEffect } from 'preact/hooks';
import { ActionButtons } from '../actions/action-buttons';
import { path } from '../api/path';
import { type Row, rowOf, rowsOf, textOf } from '../api/row';
import { useLoad } from '../api/use-load';
import { Moment } from '../parts/moment';
import { spanText } from '../parts/moment-text';
import { Nothing } from '../parts/money';
import { Failed } from '../parts/notice';
import { RunChip } from '../parts/run-chip';
import { runSummary } from '../parts/run-summary';
import { Skeleton } from '../parts/skeleton';
import { TableHead } from '../parts/table-head';
import { useConsole } from '../shell/console-context';
import { Link } from '../shell/link';
import { PageHead } from './page-head';
import { runAction } from './run-action';

/** How often a run that is under way is looked at. */
const LOOK_AGAIN_MS = 2_000;

/** One command: start it, and see how its runs went. */
export function CommandPage({ name }: { name: string }) {
  const { api } = useConsole();
  const at = path`/aa-stripe/commands/${name}/runs`;
  const { value, error, reload } = useLoad(at, (signal) => api.page(at, {}, signal));
  const runs = value?.results ?? [];
  const isRunning = runs.some((run) => textOf(run, 'status') === 'running');
  // Each answer is a reason to look again.
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(reload, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [value, isRunning, reload]);
  return (
    <>
      <p class="crumb">
        <Link to="#/commands">Commands</Link>
      </p>
      <PageHead title={name}>
        <ActionButtons actions={[runAction(name)]} row={{}} onDone={reload} />
      </PageHead>
      {error && <Failed error={error} retry={reload} />}
      {!value && !error && <Skeleton lines={5} label="Loading the runs" />}
      {value && runs.length === 0 && (
        <div class="empty">
          <p>
            <strong>It has not run yet.</strong>
          </p>
        </div>
      )}
      {runs.length > 0 && (
        <div class="card table-card">
          <table>
            <caption class="visually-hidden">Runs of {name}, newest first</caption>
            <TableHead
              columns={[
                { label: 'Started' },
                { label: 'Took' },
                { label: 'Result' },
                { label: 'What it did' },
                { label: 'Errors' },
              ]}
            />
            <tbody>
              {runs.map((run) => (
                <RunRow key={textOf(run, 'id')} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function RunRow({ run }: { run: Row }) {
  const started = textOf(run, 'started');
  const ended = textOf(run, 'ended');
  const summary = rowOf(run, 'summary');
  const errors = summary ? rowsOf(summary, 'errors') : [];
  return (
    <tr>
      <td data-label="Started">
        <Moment at={started} />
      </td>
      <td data-label="Took">
        {started && ended ? spanText(Date.parse(ended) - Date.parse(started)) : <Nothing />}
      </td>
      <td data-label="Result">
        <RunChip run={run} />
      </td>
      <td data-label="What it did">{runSummary(run) || <Nothing />}</td>
      <td data-label="Errors">
        {errors.length === 0 ? (
          <Nothing />
        ) : (
          <ul class="pairs">
            {errors.map((error, index) => (
              <li key={index}>
                <span class="code">{textOf(error, 'id')}</span> {textOf(error, 'message')}
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

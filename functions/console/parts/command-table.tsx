import { numberOf, type Row, rowOf, textOf } from '../api/row';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';
import { Moment } from './moment';
import { spanText } from './moment-text';
import { Nothing } from './money';
import { RunChip } from './run-chip';
import { runSummary } from './run-summary';
import { TableHead } from './table-head';

/** Each command with its last result and its next run. */
export function CommandTable({ commands }: { commands: readonly Row[] }) {
  return (
    <table>
      <caption class="visually-hidden">Commands with their last runs</caption>
      <TableHead
        columns={[
          { label: 'Command' },
          { label: 'Last run' },
          { label: 'Result' },
          { label: 'What it did' },
          { label: 'Next run' },
        ]}
      />
      <tbody>
        {commands.map((command) => {
          const name = textOf(command, 'name') ?? '';
          const run = rowOf(command, 'last_run');
          return (
            <tr key={name}>
              <td data-label="Command">
                <Link to={hrefOf(['commands', name])}>{name}</Link>
              </td>
              <td data-label="Last run">{run ? <Moment at={textOf(run, 'started')} /> : 'never'}</td>
              <td data-label="Result">{run ? <RunChip run={run} /> : <Nothing />}</td>
              <td data-label="What it did">{(run && runSummary(run)) || <Nothing />}</td>
              <td data-label="Next run">{nextRun(command, run)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Schedules are rates, whatever is run by hand in between: within one period the next run comes. */
function nextRun(command: Row, run: Row | null): string {
  const every = numberOf(command, 'every_minutes');
  if (every === null) return 'by hand only';
  const period = every * 60_000;
  const started = run && textOf(run, 'started');
  // Two periods without a run are more than a late one.
  const isOverdue = started && Date.now() - Date.parse(started) > 2 * period;
  return isOverdue ? `overdue: every ${spanText(period)}` : `within ${spanText(period)}`;
}

import { numberOf, type Row, rowOf, textOf } from '../api/row';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';
import { Moment } from './moment';
import { spanText } from './moment-text';
import { Nothing } from './money';
import { RunChip } from './run-chip';
import { runSummary } from './run-summary';

/** Each command with its last result and its next run. */
export function CommandTable({ commands }: { commands: readonly Row[] }) {
  return (
    <table>
      <caption class="visually-hidden">Commands with their last runs</caption>
      <thead>
        <tr>
          {['Command', 'Last run', 'Result', 'What it did', 'Next run'].map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
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

/** Schedules are rates: the next run is one period after the last, or overdue. */
function nextRun(command: Row, run: Row | null): string {
  const every = numberOf(command, 'every_minutes');
  if (every === null) return 'by hand only';
  const rhythm = `every ${spanText(every * 60_000)}`;
  const started = run && textOf(run, 'started');
  if (!started) return rhythm;
  const left = Date.parse(started) + every * 60_000 - Date.now();
  return left > 0 ? `in ${spanText(left)}, ${rhythm}` : `due, ${rhythm}`;
}

import { rowsOf } from '../api/row';
import { useLoad } from '../api/use-load';
import { CommandTable } from '../parts/command-table';
import { Failed } from '../parts/notice';
import { Skeleton } from '../parts/skeleton';
import { useConsole } from '../shell/console-context';
import { PageHead } from './page-head';

export function CommandsPage() {
  const { api } = useConsole();
  const { value, error, reload } = useLoad('commands', (signal) =>
    api.get('/aa-stripe/commands', {}, signal),
  );
  return (
    <>
      <PageHead title="Commands" />
      <p class="hint">Open a command to run it or to see its runs.</p>
      {error && <Failed error={error} retry={reload} />}
      {!value && !error && <Skeleton lines={13} label="Loading the commands" />}
      {value && (
        <div class="card table-card">
          <CommandTable commands={rowsOf(value, 'results')} />
        </div>
      )}
    </>
  );
}

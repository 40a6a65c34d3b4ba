import { isTrue, numberOf, type Row, rowOf, rowsOf, textOf } from '../api/row';
import { useLoad } from '../api/use-load';
import { CommandTable } from '../parts/command-table';
import { spanText } from '../parts/moment-text';
import { Failed, Notice } from '../parts/notice';
import { Skeleton } from '../parts/skeleton';
import { StateBars } from '../parts/state-bars';
import { WebhookChart } from '../parts/webhook-chart';
import { useConsole } from '../shell/console-context';
import { Link } from '../shell/link';
import { PageHead } from './page-head';
import { PauseSwitch } from './pause-switch';

/** Whether all is well, and what is normal. */
export function OverviewPage() {
  const { api } = useConsole();
  const overview = useLoad('overview', (signal) => api.get('/aa-stripe/overview', {}, signal));
  const commands = useLoad('commands', (signal) => api.get('/aa-stripe/commands', {}, signal));
  const reload = () => {
    overview.reload();
    commands.reload();
  };
  return (
    <>
      <PageHead title="Overview">
        {overview.value && <PauseSwitch paused={rowOf(overview.value, 'paused') ?? {}} onDone={reload} />}
        <button type="button" onClick={reload} aria-disabled={overview.isBusy}>
          {overview.isBusy ? 'Loading…' : 'Reload'}
        </button>
      </PageHead>
      {overview.error && <Failed error={overview.error} retry={reload} />}
      {overview.value && <Overview overview={overview.value} />}
      {!overview.value && !overview.error && <Skeleton lines={14} label="Loading the overview" />}
      <section class="card table-card" aria-labelledby="runs">
        <div class="card-head">
          <h2 id="runs">Commands</h2>
          <Link to="#/commands">Run one</Link>
        </div>
        <p class="normal inset">Normal: each scheduled command succeeded when it ran last.</p>
        {commands.error && <Failed error={commands.error} retry={commands.reload} />}
        {commands.value && <CommandTable commands={rowsOf(commands.value, 'results')} />}
        {!commands.value && !commands.error && <Skeleton lines={8} label="Loading the commands" />}
      </section>
    </>
  );
}

function Overview({ overview }: { overview: Row }) {
  const webhooks = rowOf(overview, 'webhooks') ?? {};
  const paused = rowOf(overview, 'paused') ?? {};
  return (
    <>
      {isTrue(paused, 'paused') && (
        <Notice tone="wait">
          <p>
            <strong>Charging and refunding are paused</strong> by {textOf(paused, 'updated_by') ?? 'somebody'}
            {textOf(paused, 'reason') ? `: ${textOf(paused, 'reason')}` : '.'}
          </p>
        </Notice>
      )}
      <div class="tiles">
        <section class="card" aria-labelledby="webhooks">
          <h2 id="webhooks">Webhooks, last 24 hours</h2>
          <WebhookChart hours={rowsOf(webhooks, 'hours')} />
          <p class="normal">Normal: none failed, and no gap in the hours that usually bring some.</p>
        </section>
        <section class="card" aria-labelledby="charges">
          <h2 id="charges">Charges by state</h2>
          <StateBars counts={rowOf(overview, 'charges') ?? {}} />
          <p class="normal">
            Normal: charging and unknown are gone within minutes, pending with the next run of charge-stripe.
          </p>
        </section>
        <div class="stack">
          <section class="card" aria-labelledby="lag">
            <h2 id="lag">Lag</h2>
            <Lag webhooks={webhooks} now={textOf(overview, 'generated') ?? ''} />
            <p class="normal">Normal: webhooks are parsed within a minute.</p>
          </section>
          <section class="card" aria-labelledby="dead">
            <h2 id="dead">Dead letters</h2>
            <DeadLetters queues={rowsOf(overview, 'dead_letters')} />
            <p class="normal">Normal: none. The runbook says what to do with some.</p>
          </section>
        </div>
      </div>
    </>
  );
}

function Lag({ webhooks, now }: { webhooks: Row; now: string }) {
  const oldest = textOf(webhooks, 'oldest_unparsed');
  const unparsed = numberOf(webhooks, 'unparsed') ?? 0;
  return (
    <>
      <p class="figure">{oldest === null ? 'none' : spanText(Date.parse(now) - Date.parse(oldest))}</p>
      <p>
        {unparsed === 0 ? (
          'All webhooks are parsed.'
        ) : (
          <Link to="#/webhooks?is_parsed=false">{unparsed} not parsed; the oldest waits that long</Link>
        )}
      </p>
    </>
  );
}

function DeadLetters({ queues }: { queues: readonly Row[] }) {
  const all = queues.reduce((sum, queue) => sum + (numberOf(queue, 'messages') ?? 0), 0);
  const filled = queues.filter((queue) => (numberOf(queue, 'messages') ?? 0) > 0);
  return (
    <>
      <p class={all > 0 ? 'figure figure-bad' : 'figure'}>{all}</p>
      {filled.length === 0 ? (
        <p>Nothing was given up on.</p>
      ) : (
        <ul class="pairs">
          {filled.map((queue) => (
            <li key={textOf(queue, 'queue')}>
              {textOf(queue, 'queue')}: {numberOf(queue, 'messages')}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

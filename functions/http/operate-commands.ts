import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ABOUT_OWNER, COMMANDS, type CommandName } from '../../lib/command/command';
import type { RunRecord } from '../../lib/command/run-record';
import { everyMinutes } from '../../lib/command/schedule';
import { showRun } from '../../lib/command/show-run';
import { auditList } from '../../lib/dynamo/audit-store';
import { openTable } from '../../lib/dynamo/client';
import { partStore } from '../../lib/dynamo/part-store';
import { runStore } from '../../lib/dynamo/run-store';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { commandInvoker } from '../../lib/lambda/command-invoker';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, notFound } from '../../lib/runtime/http/answer';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { VisibleError } from '../../lib/runtime/http/visible-error';
import { logger } from '../../lib/runtime/logger';
import { isoTime } from '../../lib/runtime/time';
import { servingOperators } from '../composition/serving';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { operateCommandsSpecs } from './specs/commands';

const env = readEnvironment(environments['operate-commands']);
const log = logger('operate-commands');
const table = openTable(env.TABLE_NAME);
const runs = runStore(table);
const parts = partStore(table);
const settings = settingsStore(table);
const audit = auditList(table);
const invoker = commandInvoker(env.COMMAND_PREFIX);

const present = (run: RunRecord) => showRun(run, parts, Date.now());

/** Commands, their runs, the kill switch, and who asked for what, for operators. */
export const handler = serveRoutes(log, operateCommandsSpecs, servingOperators(table), {
  'GET /aa-stripe/commands': async () => {
    const results = COMMANDS.map(async (name) => {
      const [run] = await runs.page(name, null, 1);
      const every_minutes = everyMinutes(name, Number(env.WEBHOOK_BODY_DAYS));
      return { name, every_minutes, last_run: run ? await present(run) : null };
    });
    return answer(200, { results: await Promise.all(results) });
  },

  'POST /aa-stripe/commands/{name}/runs': async ({ event, body, seed }) => {
    const name = commandNamed(event);
    const { dry_run, limit, webhooks, owner } = body;
    const wrong = {
      ...faultOf('webhooks', webhooks, name, ['replay-webhooks']),
      ...faultOf('owner', owner, name, ABOUT_OWNER),
      ...(owner !== undefined && limit !== null && { limit: ['What is about an owner takes no limit.'] }),
    };
    if (Object.keys(wrong).length > 0) return answer(400, wrong);
    const now = isoTime();
    const run: RunRecord = {
      id: `srun_${seed}`,
      command: name,
      status: 'running',
      dry_run,
      started: now,
      ended: null,
      updated: now,
      summary: null,
      note: null,
      parts_sent: null,
    };
    await runs.put(run);
    await invoker.start(name, {
      run_id: run.id,
      dry_run,
      limit,
      ...(webhooks && { webhooks }),
      ...(owner !== undefined && { owner }),
    });
    log.info('run asked for', { command: name, run: run.id });
    return answer(202, await present(run));
  },

  'GET /aa-stripe/commands/{name}/runs': async ({ event, query: { after, limit, cursorAt } }) => {
    const records = await runs.page(commandNamed(event), after, limit);
    const last = records.length === limit ? (records.at(-1)?.id ?? null) : null;
    const shown = await Promise.all(records.map(present));
    return pageAnswer(log, { records: shown, last }, cursorAt, (run) => run);
  },

  'GET /aa-stripe/audit': async ({ query: { filters, after, limit, cursorAt } }) =>
    pageAnswer(log, await audit.page(filters.record, after, limit), cursorAt, (entry) => entry),

  'GET /aa-stripe/settings/paused': async () => answer(200, await settings.paused()),

  'PUT /aa-stripe/settings/paused': async ({ caller, body }) => {
    const setting = { ...body, updated: isoTime(), updated_by: caller };
    await settings.setPaused(setting);
    log.warn(body.paused ? 'charging paused' : 'charging goes on');
    return answer(200, setting);
  },
});

/** A field that some commands need, and no other takes. */
function faultOf(field: string, value: unknown, name: CommandName, takers: readonly CommandName[]) {
  if (takers.includes(name)) return value === undefined && { [field]: ['This field is required.'] };
  const take = takers.length > 1 ? 'take' : 'takes';
  return value !== undefined && { [field]: [`Only ${takers.join(' and ')} ${take} this field.`] };
}

/** @throws VisibleError 404 */
function commandNamed(event: APIGatewayProxyEventV2): CommandName {
  const name = COMMANDS.find((known) => known === event.pathParameters?.['name']);
  if (!name) throw new VisibleError(notFound);
  return name;
}

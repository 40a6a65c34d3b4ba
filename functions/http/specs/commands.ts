import * as v from 'valibot';
import { COMMANDS } from '../../../lib/command/command';
import { RunView } from '../../../lib/command/run-record';
import { PauseView } from '../../../lib/command/settings';
import { NullableText, Text, Timestamp } from '../../../lib/operation/view';
import { TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { WebhookChoice } from '../../../lib/webhook/webhook-choice';
import { boolean, integer, owner, text } from './fields';
import { listOf } from './views';

/** That an operator asked for a change, and what was answered. */
const AuditView = v.object({
  id: Text,
  created: Timestamp,
  /** The subject of their token, or the client of a program's. */
  by: Text,
  route: Text,
  /** What it was about. */
  record: NullableText,
  /** Null if the function ended before it could answer. */
  status: v.nullable(v.pipe(v.number(), v.integer())),
});

export const operateCommandsSpecs = {
  'GET /aa-stripe/commands': spec({
    operationId: 'listCommands',
    summary: 'List the commands with their last run.',
    answers: {
      200: {
        means: 'All commands.',
        body: v.object({
          results: v.array(
            v.object({
              name: v.picklist(COMMANDS),
              /** How often it runs by itself; null: only when it is asked to. */
              every_minutes: v.nullable(v.pipe(v.number(), v.integer())),
              last_run: v.nullable(RunView),
            }),
          ),
        }),
      },
    },
  }),
  'POST /aa-stripe/commands/{name}/runs': spec({
    operationId: 'runCommand',
    summary: 'Start a run of a command. What it does not get done in its time, the next scheduled run does.',
    body: v.object({
      dry_run: v.optional(boolean, false),
      limit: v.optional(v.nullable(integer(1, 999_999_999)), null),
      /** For replay-webhooks, which wants it. */
      webhooks: v.optional(WebhookChoice),
      /** For erase-owner and export-owner, which want it. */
      owner: v.optional(owner),
    }),
    bodyIsOptional: true,
    answers: {
      202: { means: 'Started; look for it among the runs.', body: RunView },
      404: { means: 'There is no such command.' },
    },
  }),
  'GET /aa-stripe/commands/{name}/runs': spec({
    operationId: 'listRuns',
    summary: "List a command's runs, newest first.",
    filters: {},
    answers: {
      200: { means: 'A page of runs.', body: listOf(RunView) },
      404: { means: 'There is no such command.' },
    },
  }),
  'GET /aa-stripe/audit': spec({
    operationId: 'listAudit',
    summary: 'List what operators asked to be changed, newest first, refusals too.',
    filters: { record: TextFilter },
    answers: { 200: { means: 'A page of requests.', body: listOf(AuditView) } },
  }),
  'GET /aa-stripe/settings/paused': spec({
    operationId: 'getPaused',
    summary: 'Show whether charging and refunding are paused.',
    answers: { 200: { means: 'The setting.', body: PauseView } },
  }),
  'PUT /aa-stripe/settings/paused': spec({
    operationId: 'setPaused',
    summary: 'Pause charging and refunding at once, or let them go on.',
    body: v.object({ paused: boolean, reason: v.optional(text(255), '') }),
    answers: { 200: { means: 'Set.', body: PauseView } },
  }),
};

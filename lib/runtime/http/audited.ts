import { createHash } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ulid } from 'ulid';
import { describeError } from '../describe-error';
import { type Answer, jsonOf } from './answer';
import { VisibleError } from './visible-error';

/** That an operator asked for a change, and what was answered. */
export interface AuditEntry {
  /** `saud_…`, sortable by time. */
  id: string;
  /** ISO 8601. */
  created: string;
  /** The subject of their token; the client, where a program has none. */
  by: string;
  /** `POST /aa-stripe/charges/{id}/refund`. */
  route: string;
  /** What it was about, as its path or its answer names it; null if neither does. */
  record: string | null;
  /** The HTTP status; null until it is answered, and for ever if the function ended before. */
  status: number | null;
}

export interface AuditStore {
  /** Written before anything is done, so that nothing is done of which there is no trace. */
  begin(entry: AuditEntry): Promise<void>;
  /** What came of it. */
  end(entry: AuditEntry): Promise<void>;
}

export interface AuditPorts {
  store: AuditStore;
  log: Logger;
  now(): number;
}

/** Keeps who asked for what, in the table and in the log; refusals too. Nothing of the body is kept. */
export async function audited(
  event: APIGatewayProxyEventV2,
  by: string,
  { store, log, now }: AuditPorts,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const entry: AuditEntry = {
    id: `saud_${ulid(now())}`,
    created: new Date(now()).toISOString(),
    by,
    route: event.routeKey,
    record: idOr(null, Object.values(event.pathParameters ?? {})[0]),
    status: null,
  };
  await store.begin(entry);
  try {
    const answered = await run();
    await close({ ...entry, record: entry.record ?? idIn(answered), status: answered.status });
    return answered;
  } catch (error) {
    await close({ ...entry, status: error instanceof VisibleError ? error.answer.status : 500 });
    throw error;
  }

  async function close(ended: AuditEntry): Promise<void> {
    log.info('operator asked for a change', { audit: true, ...ended, by: nameInLog(by) });
    // It is done, and the caller has to hear so; that it was asked for is kept already.
    await store.end(ended).catch((error: unknown) => {
      log.warn('how it ended is not kept', { audit_id: ended.id, error: describeError(error) });
    });
  }
}

const ID = /^[\w-]{1,255}$/;

/** What cannot be an id may be anything, such as an address: it is not kept. */
function idOr<T>(otherwise: T, value: unknown): string | T {
  return typeof value === 'string' && ID.test(value) ? value : otherwise;
}

/** The id of what was made. */
function idIn({ status, body }: Answer): string | null {
  if (status >= 300) return null;
  const shown: unknown = JSON.parse(jsonOf(body) || 'null');
  return typeof shown === 'object' && shown !== null && 'id' in shown ? idOr(null, shown.id) : null;
}

/** Some issuers take addresses for subjects; none may stand in a log. The digest still tells people apart. */
function nameInLog(by: string): string {
  return by.includes('@') ? `sha256:${createHash('sha256').update(by).digest('hex')}` : by;
}

import type { Table } from '../../lib/dynamo/client';
import { idempotencyStore } from '../../lib/dynamo/idempotency-store';
import type { Served } from '../../lib/runtime/http/serve-routes';

/** What serving routes needs of the table. Operators are known by the subject of their token. */
export function serving(table: Table, callerClaim = 'sub'): Served {
  return { callerClaim, idempotency: { store: idempotencyStore(table), now: Date.now } };
}

import { auditStore } from '../../lib/dynamo/audit-store';
import type { Table } from '../../lib/dynamo/client';
import { idempotencyStore } from '../../lib/dynamo/idempotency-store';
import { operatorOf, ownerOf } from '../../lib/runtime/http/owner';
import type { Served } from '../../lib/runtime/http/serve-routes';

/** What serving users' routes needs of the table. `claim`: the claim of their tokens that says who they are. */
export function serving(table: Table, claim: string): Served {
  return { ...kept(table), callerOf: (event) => ownerOf(event, claim), audit: null };
}

/** What serving operators' routes needs: whatever they ask to be changed leaves a trace. */
export function servingOperators(table: Table): Served {
  return { ...kept(table), callerOf: operatorOf, audit: auditStore(table) };
}

function kept(table: Table): Pick<Served, 'idempotency'> {
  return { idempotency: { store: idempotencyStore(table), now: Date.now } };
}

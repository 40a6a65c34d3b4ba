import { createHash } from 'node:crypto';
import * as v from 'valibot';

const LIFETIME_MS = 24 * 3600_000;

/** A sort key holds 1,024 bytes; positions are far shorter. */
const Position = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,512}$/));
const Cursor = v.object({ position: Position, scope: v.string(), until: v.number() });

/**
 * An opaque position in a list. It belongs to its filter and caller (`scope`) and lives 24 hours. It holds
 * no right: whose records a list shows is decided by the caller's token on every page.
 */
export function writeCursor(position: string, scope: object, now: number): string {
  const cursor = { position, scope: fingerprint(scope), until: now + LIFETIME_MS };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @returns null if it is malformed, of another list, or too old */
export function readCursor(text: string, scope: object, now: number): string | null {
  const cursor = v.safeParse(Cursor, parse(text));
  if (!cursor.success || cursor.output.scope !== fingerprint(scope) || cursor.output.until < now) return null;
  return cursor.output.position;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function fingerprint(scope: object): string {
  return createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, 16);
}

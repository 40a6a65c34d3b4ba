import * as v from 'valibot';
import type { DumpIndex } from './dump-index';
import type { ImportOptions } from './import-options';
import { RefusedRowError } from './refused-row-error';

export interface ImportContext extends ImportOptions {
  index: DumpIndex;
}

/** As the owner claim of a token may be. */
const Owner = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(255),
  v.check((owner) => owner.trim() === owner),
);

/** @throws RefusedRowError if the user has no owner */
export function ownerOf(user: string, { owners }: Pick<ImportOptions, 'owners'>): string {
  const owner = v.safeParse(Owner, owners ? owners.get(user) : user);
  if (owner.success) return owner.output;
  throw new RefusedRowError(
    owners && !owners.has(user)
      ? `its user ${user} is not among the owners`
      : `its user ${user} has no usable owner`,
  );
}

const Livemode = v.object({ livemode: v.boolean() });

/** What Stripe's own answer says, else the stack's. */
export function livemodeOf(
  response: Record<string, unknown>,
  { livemode }: Pick<ImportOptions, 'livemode'>,
): boolean {
  return v.is(Livemode, response) ? response.livemode : livemode;
}

/** An empty answer is none. */
export function responseOf(response: Record<string, unknown>): Record<string, unknown> | null {
  return Object.keys(response).length > 0 ? response : null;
}

import type { RunOptions } from '../command/command';

/** @throws Error that says the cure if a run was asked for without an owner */
export function ownerNamed({ owner }: RunOptions): string {
  if (owner === undefined) throw new Error('Say whose: owner, as the claim of their tokens has it.');
  return owner;
}

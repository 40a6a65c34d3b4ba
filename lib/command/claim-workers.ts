import type { CommandName } from './command';
import type { HandOverStore, PartStore } from './part';
import type { RunStore } from './run-record';
import { showRun } from './show-run';

export interface ClaimPorts {
  handOvers: HandOverStore;
  runs: Pick<RunStore, 'find'>;
  parts: Pick<PartStore, 'of' | 'isStopped'>;
  now(): number;
}

/**
 * Whether this run may give records to workers: only while no other run's are with them, so that what is due is not put
 * on the queue again by every run until it is done. @returns the run whose turn it is, if not this one's
 */
export async function claimWorkers(
  command: CommandName,
  run: string,
  ports: ClaimPorts,
): Promise<string | null> {
  const holder = await ports.handOvers.holder(command);
  if (holder !== null && holder !== run) {
    const other = await ports.runs.find(command, holder);
    const status = other && (await showRun(other, ports.parts, ports.now())).status;
    if (status === 'running') return holder;
  }
  return (await ports.handOvers.take(command, run, holder)) ? null : 'another one';
}

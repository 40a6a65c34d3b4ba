import type { Call } from '../platform/calls';
import type { Fault } from '../platform/faults';
import type { Platform } from '../platform/platform';
import { clientOf } from './client';
import { breaches } from './invariants';
import { type Observed, observe } from './observe';
import { settle } from './settle';
import type { UseCase } from './use-case';

export interface Ended {
  observed: Observed;
  /** Invariants that do not hold. */
  breaches: string[];
  /** What functions sent out, in order. */
  calls: Call[];
  /** The faults that struck. */
  struck: Fault[];
  /** What broke on the way. */
  errors: string[];
}

/** Plays a use case with these faults, and lets the platform do what it does until all has come to rest. */
export async function runScene(useCase: UseCase, faults: Fault[], platform: Platform): Promise<Ended> {
  const { services, stripeUrl } = await platform.begin();
  const stage = { platform, client: clientOf(platform), known: {} };
  await useCase.prepare?.(stage);
  const { wire } = platform;
  wire.begin({ aws: services.byName, stripe: stripeUrl });
  wire.isWatching = true;
  wire.faults = faults;
  await useCase.act(stage);
  await settle(platform, useCase.schedules);
  return {
    observed: await observe(platform),
    breaches: await breaches(platform),
    calls: wire.calls,
    struck: wire.struck,
    errors: [...platform.errors],
  };
}

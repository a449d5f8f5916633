/** Chooses the instance that a request is sent to. */
import type { StarvedInstance } from './faults.ts';
import type { Instance } from './instance.ts';
import type { FleetSettings } from './settings.ts';

export interface RoutingChance {
  uniform(): number;
  /** Drawn only where a fault is possible. */
  fault(): number;
}

/** @param choices how many of the instances, from the first, take traffic */
export function route(
  instances: readonly Instance[],
  choices: number,
  { nowMs, routing, chance, starved }: RouteOptions,
): Instance | undefined {
  if (choices <= 1) return instances[0];
  const starvedAt = starved ? instances.findIndex(({ id }) => id === starved.ordinal) : -1;
  const isStarved = starved !== undefined && starvedAt >= 0 && starvedAt < choices;
  if (isStarved && chance.fault() < starved.share / choices) return instances[starvedAt];
  const skipped = isStarved ? starvedAt : choices;
  if (routing === 'least-outstanding') {
    return leastOutstanding(instances, choices, skipped, { nowMs, chance });
  }
  const drawn = Math.floor(chance.uniform() * (isStarved ? choices - 1 : choices));
  return instances[drawn < skipped ? drawn : drawn + 1];
}

interface RouteOptions {
  readonly nowMs: number;
  readonly routing: FleetSettings['routing'];
  readonly chance: RoutingChance;
  readonly starved: StarvedInstance | undefined;
}

/**
 * Breaks ties at random: otherwise an idle fleet would use only its first instance.
 *
 * @param skipped position of an instance that is not to be chosen
 */
function leastOutstanding(
  instances: readonly Instance[],
  choices: number,
  skipped: number,
  { nowMs, chance }: Pick<RouteOptions, 'nowMs' | 'chance'>,
): Instance | undefined {
  let best: Instance | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (let i = 0; i < choices; i++) {
    if (i === skipped) continue;
    const candidate = instances[i]!;
    const outstanding = candidate.outstanding(nowMs);
    if (outstanding > fewest) continue;
    ties = outstanding === fewest ? ties + 1 : 1;
    fewest = outstanding;
    if (ties === 1 || chance.uniform() * ties < 1) best = candidate;
  }
  return best;
}

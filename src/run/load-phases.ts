/** The steps of a capacity test as phases that any engine sends. Pure. */
import type { CapacityLoad } from '../record/capacity-events.ts';
import type { Phase } from '../scenario/schema.ts';

export function phasesOf({ steps }: Pick<CapacityLoad, 'steps'>): Phase[] {
  return steps.map(({ purpose, targetRps, seconds }) => ({
    name: purpose,
    durationSeconds: seconds,
    startRps: targetRps,
    endRps: targetRps,
  }));
}

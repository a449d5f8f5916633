/** In which periods an instance that took nothing was there to take something. */
import type { CountedPeriod } from './counted-periods.ts';
import { inServiceMs, type KnownInstance } from './origins.ts';

/** A known instance's datapoints are missing, not zero, where others' add up to this much too little. */
const MISSING = 0.5;

/**
 * The periods that tell what an instance took. In one where it took nothing, it may have left: it counts only
 * where polls counted more instances than took requests, and no other absent one can be who they counted.
 *
 * @param known all instances with an id
 */
export function periodsOf(
  one: KnownInstance,
  periods: readonly CountedPeriod[],
  known: readonly KnownInstance[],
): CountedPeriod[] {
  const isThere = (other: KnownInstance, { startMs }: CountedPeriod) =>
    inServiceMs(other) <= startMs;
  return periods.filter((period) => {
    if (!isThere(one, period)) return false;
    if (took(period, one.id) > 0) return true;
    const active = known.filter(({ id }) => took(period, id) > 0).length;
    const absent = known.filter(
      (other) => took(period, other.id) === 0 && isThere(other, period),
    ).length;
    return period.inService - active >= absent && !isIncomplete(period);
  });
}

/** Someone whose datapoint is missing took a good part of an even split. */
function isIncomplete({ requests, variantRequests, inService }: CountedPeriod): boolean {
  if (variantRequests === null) return false;
  return variantRequests - requests > MISSING * (variantRequests / inService);
}

export function took({ instances }: CountedPeriod, id: string): number {
  return instances.get(id)?.requests ?? 0;
}

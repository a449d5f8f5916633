/** Which policies are worth a look, and which one to take. */
import { dollars, figure, percent } from '../format/numbers.js';
import type { PlanResult, PolicyOutcome } from './plan-result.ts';
import type { Bound } from './recorder.ts';

/** Without a price, instance-hours are as good: all policies run the same instances. */
export function costOf({ usd, instanceHours }: PolicyOutcome): number {
  return usd ?? instanceHours;
}

/**
 * Policies that no other beats in both cost and share over the bound; cheapest first. A fixed count is a
 * baseline for the cost and no candidate: it rests on knowing the peak beforehand.
 */
export function frontierOf(policies: readonly PolicyOutcome[]): PolicyOutcome[] {
  const tracking = policies.filter(({ settings }) => settings.kind !== 'fixed');
  const byCost = tracking.toSorted((a, b) => costOf(a) - costOf(b) || a.overShare - b.overShare);
  const frontier: PolicyOutcome[] = [];
  for (const policy of byCost) {
    if (policy.overShare < (frontier.at(-1)?.overShare ?? Number.POSITIVE_INFINITY))
      frontier.push(policy);
  }
  return frontier;
}

/** The cheapest on the frontier that keeps the scenario's bound for the whole traffic. */
export function pickOf(
  frontier: readonly PolicyOutcome[],
  { percentile, maxMs, maxFailedShare }: Bound,
): PlanResult['pick'] {
  const allowed = 1 - percentile / 100;
  const keeps = ({ overShare, failedShare }: PolicyOutcome) =>
    overShare <= allowed && failedShare <= maxFailedShare;
  const picked = frontier.find(keeps);
  const within = `${figure(maxMs)} ms for ${figure(percentile)} % of requests`;
  if (picked === undefined) {
    const best = frontier.at(-1);
    const nearest =
      best === undefined
        ? ''
        : `; the nearest, ${best.id}, leaves ${percent(best.overShare)} over it`;
    return { id: null, reason: `No policy keeps ${within}${nearest}.` };
  }
  const cost =
    picked.usd === null ? `${figure(picked.instanceHours)} instance-hours` : dollars(picked.usd);
  const cheaper = frontier.slice(0, frontier.indexOf(picked)).at(-1);
  const next =
    cheaper === undefined
      ? ''
      : `; the next cheaper one, ${cheaper.id}, leaves ${percent(cheaper.overShare)} over it`;
  return {
    id: picked.id,
    reason: `${picked.id}: the cheapest that keeps ${within}, at ${cost}${next}.`,
  };
}

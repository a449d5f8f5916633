/** What one instance answers at its limit, from a capacity test that overloaded it. */
import { counted, rate } from '../../format/numbers.js';
import type { Capacity } from '../result.ts';
import type { FoundCapacity } from './instance-settings.ts';

/** Answered clearly less than was sent: all slots were taken. */
const BEHIND = 0.97;

/**
 * The bound is missed before the slots are full, so `maxRps` is not what is asked for here: a step that was sent
 * more than it answered is.
 *
 * @returns null where no step was at the instances' limit.
 */
export function foundCapacity(tests: readonly Capacity[]): FoundCapacity | null {
  const each = tests
    .flatMap(({ steps, unit, runId }) =>
      unit.kind === 'instances' ? steps.map((step) => ({ ...step, runId })) : [],
    )
    .flatMap(({ instances, outcome, answeredRps, targetRps, runId }) =>
      instances !== null && instances > 0 && outcome !== 'void' && answeredRps < BEHIND * targetRps
        ? [{ rps: answeredRps / instances, runId }]
        : [],
    );
  if (each.length === 0) return null;
  const rates = each.map(({ rps }) => rps);
  const eachRps = Math.max(...rates);
  const runIds = [...new Set(each.map(({ runId }) => runId))];
  return {
    eachRps,
    low: Math.min(...rates.filter((rps) => rps >= BEHIND * eachRps)),
    high: eachRps,
    from: `${rate(eachRps)} answered by each instance in ${counted(each.length, 'overloaded step')} of ${runIds.join(', ')}`,
  };
}

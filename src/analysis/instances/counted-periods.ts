/** Adds to each period how many instances were in service, where that did not change within it. */
import { countedPoints, surelyInService } from '../instance-counts.ts';
import type { Span } from '../span.ts';
import type { InstancesPoint } from '../timeline.ts';
import type { FleetPeriod } from './fleet-periods.ts';

export interface CountedPeriod extends FleetPeriod {
  /** Instances in service throughout. */
  readonly inService: number;
}

/**
 * Periods within the span that can be compared: final, with requests, and with one count in service from before
 * their start to after their end, so that the period in which an instance comes or leaves is not among them.
 *
 * @param marginMs error of the AWS clock beside the local one
 */
export function countedPeriods(
  periods: readonly FleetPeriod[],
  points: readonly InstancesPoint[],
  within: Span,
  marginMs: number,
): CountedPeriod[] {
  const counts = countedPoints(points);
  return periods.flatMap((period) => {
    const [fromMs, toMs] = [period.startMs - marginMs, period.endMs + marginMs];
    if (!period.final || period.requests === 0) return [];
    if (period.startMs < within.fromMs || period.endMs > within.toMs) return [];
    const [before, after] = [surelyInService(counts, fromMs), surelyInService(counts, toMs)];
    const isSame = counts.every(
      ({ atMs, current }) => atMs < fromMs || atMs > toMs || current === before,
    );
    return before === null || before === 0 || before !== after || !isSame
      ? []
      : [{ ...period, inService: before }];
  });
}

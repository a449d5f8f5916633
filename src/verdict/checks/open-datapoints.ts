/** A sum of datapoints that may still grow, or lacks periods, cannot tell that a limit was kept. */
import type { MetricOverLoad } from '../../analysis/metric-over-load.ts';
import { counted } from '../../format/numbers.js';
import type { Reasons } from './definition.ts';

export const OPEN_DATAPOINTS = {
  'metric-incomplete': { status: 'inconclusive', restsOn: { aws: true } },
  'metric-not-final': { status: 'inconclusive', restsOn: { aws: true } },
} as const satisfies Reasons;

/** Null when every period of the load has its datapoint and all of them are final. */
export function openDatapoints(
  metric: string,
  seen: MetricOverLoad,
): { readonly reason: keyof typeof OPEN_DATAPOINTS; readonly message: string } | null {
  if (seen.missing > 0) {
    return {
      reason: 'metric-incomplete',
      message: `${counted(seen.missing, 'period')} of the load ${seen.missing === 1 ? 'has' : 'have'} no datapoint of ${metric}, so the rest of it is not known. Watch for longer, and look at the gaps.`,
    };
  }
  if (seen.unfinished > 0) {
    return {
      reason: 'metric-not-final',
      message: `${counted(seen.unfinished, 'datapoint')} of ${metric} had not become final when watching ended, and may still grow: watch for longer.`,
    };
  }
  return null;
}

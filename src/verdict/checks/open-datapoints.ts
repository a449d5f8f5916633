/** Reasons why a metric cannot prove that a limit was met: periods are missing, or may still grow. */
import { APIS } from '../../analysis/gaps.ts';
import type { MetricOverLoad } from '../../analysis/metric-over-load.ts';
import { counted } from '../../format/numbers.js';
import type { Reasons } from './definition.ts';

export const OPEN_DATAPOINTS = {
  'metric-incomplete': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
  'metric-not-final': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
} as const satisfies Reasons;

/** Null when every period of the load has a datapoint and all of them are final. */
export function openDatapoints(
  metric: string,
  seen: MetricOverLoad,
): { readonly reason: keyof typeof OPEN_DATAPOINTS; readonly message: string } | null {
  if (seen.missing > 0) {
    return {
      reason: 'metric-incomplete',
      message: `${counted(seen.missing, 'period')} of the load ${seen.missing === 1 ? 'has' : 'have'} no datapoint of ${metric}, so its total is unknown. Watch for longer, and check the gaps.`,
    };
  }
  if (seen.unfinished > 0) {
    return {
      reason: 'metric-not-final',
      message: `${counted(seen.unfinished, 'datapoint')} of ${metric} had not become final when watching ended and may still grow. Watch for longer.`,
    };
  }
  return null;
}

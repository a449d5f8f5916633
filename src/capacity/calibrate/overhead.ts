/** What callers wait beside the model: network, API, function and SageMaker itself. */
import { findSeries } from '../../analysis/find-series.ts';
import { median } from '../../statistics/order-statistics.ts';
import { type Evidence, failures } from './evidence.ts';
import { within } from './setting.ts';

export interface Overhead {
  /** Mean of callers' service time less ModelLatency of the same requests. */
  readonly ms: number;
  /** Between the periods it was taken from, half of the middle half. */
  readonly plusMinusMs: number;
  readonly periods: number;
}

const FEWEST_REQUESTS = 50;
/** A busy generator, or a busy gateway, adds to it; of the third with the fewest requests, at least so many. */
const CALMEST = 3;

/**
 * Both include what a request waits at the instance, so their difference does not, and any calm period will do
 * in which nothing failed.
 *
 * @returns null where CloudWatch has no ModelLatency of the load, as of a serverless endpoint.
 */
export function overheadOf({ analysis, settled }: Evidence): Overhead | null {
  const model = findSeries(analysis.evidence.series, {
    service: 'sagemaker',
    metric: 'ModelLatency',
    stat: 'Average',
  });
  const all = (model?.points ?? []).flatMap(({ startMs, endMs, value }) => {
    const inside = settled.filter(({ second }) =>
      within({ fromMs: startMs, toMs: endMs - 999 }, second.startMs),
    );
    const wholeSeconds = Math.floor((endMs - startMs) / 1_000) - 1;
    const requests = inside.reduce((sum, { second }) => sum + second.serviceTimeMs.count, 0);
    const usable = inside.length >= Math.max(1, wholeSeconds) && requests >= FEWEST_REQUESTS;
    if (!usable || inside.some(({ second }) => failures(second) > 0)) return [];
    const sum = inside.reduce((total, { second }) => total + second.serviceTimeMs.sum, 0);
    return [{ requests, ms: sum / requests - value }];
  });
  if (all.length === 0) return null;
  const differences = all
    .toSorted((left, right) => left.requests - right.requests)
    .slice(0, Math.max(CALMEST, Math.ceil(all.length / 3)))
    .map((one) => one.ms);
  const ms = median(differences);
  const plusMinusMs = median(differences.map((one) => Math.abs(one - ms)));
  return { ms: Math.max(0, ms), plusMinusMs, periods: differences.length };
}

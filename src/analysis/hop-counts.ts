/** Counts the requests of the load at each hop behind the caller, as CloudWatch has them. */

import type { MetricService } from '../record/aws-events.ts';
import type { RunRecord } from '../record/read.ts';
import type { LoadTotals } from './load-totals.ts';
import { type MetricOverLoad, metricOverLoad, missingPeriods } from './metric-over-load.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { Span } from './span.ts';

export interface Hop {
  readonly name: string;
  readonly received: number;
  readonly service: MetricService;
  readonly metric: string;
  readonly seen: MetricOverLoad;
}

interface Counted {
  readonly evidence: ScalingEvidence;
  readonly loadSpan: Span | null;
}

/** From the caller to the model. Hops with missing or unfinished datapoints are left out. */
export function hopCounts({ manifest }: RunRecord, counted: Counted): readonly Hop[] {
  const { way } = manifest.scenario;
  if (way === null) return [];
  const hops: (Hop | null)[] = [];
  if (way === 'http') hops.push(hopOf(counted, 'API Gateway', 'api-gateway', 'Count'));
  if (way !== 'sagemaker') {
    hops.push(hopOf(counted, 'Lambda', 'lambda', 'Invocations', 'Throttles'));
  }
  hops.push(hopOf(counted, 'SageMaker', 'sagemaker', 'Invocations'));
  return hops.filter((hop) => hop !== null);
}

/** Requests answered with a prediction: each passed through every hop, unless something answered before it. */
export function answeredOf({ outcomes }: LoadTotals): number {
  return (outcomes.correct ?? 0) + (outcomes.wrong ?? 0);
}

/** Fewer answers are no measure. */
const FEWEST_ANSWERS = 20;
/** Below this share of the answers, what the hop did was not done for this load. */
const LEAST_SHARE = 0.5;

/** The hops that counted less than half of what was answered: most answers came from elsewhere. */
export function bypassedHops(hops: readonly Hop[], totals: LoadTotals): readonly Hop[] {
  const answered = answeredOf(totals);
  return answered < FEWEST_ANSWERS
    ? []
    : hops.filter(({ received }) => received < LEAST_SHARE * answered);
}

/** @param also a second metric, whose requests the first one does not count. */
function hopOf(
  counted: Counted,
  name: string,
  service: MetricService,
  metric: string,
  also?: string,
): Hop | null {
  const { evidence, loadSpan } = counted;
  const seen = metricOverLoad(evidence.series, loadSpan, service, metric, 'Sum');
  if (seen === null || seen.unfinished > 0 || isCutShort(counted, seen)) return null;
  const more =
    also === undefined ? null : metricOverLoad(evidence.series, loadSpan, service, also, 'Sum');
  return { name, received: seen.sum + (more?.sum ?? 0), service, metric, seen };
}

/** Whether a period in which something was sent or answered has no datapoint: the last ones above all. */
function isCutShort({ evidence }: Counted, { points, periodSeconds }: MetricOverLoad): boolean {
  const busy = evidence.seconds.filter(({ sent, completed }) => sent > 0 || completed > 0);
  const [first, last, anchor] = [busy[0], busy.at(-1), points[0]];
  if (first === undefined || last === undefined || anchor === undefined) return false;
  const periodMs = periodSeconds * 1_000;
  const ofGrid = (atMs: number, round: (value: number) => number) =>
    anchor.startMs + round((atMs - anchor.startMs) / periodMs) * periodMs;
  const span = {
    fromMs: ofGrid(first.startMs, Math.floor),
    toMs: ofGrid(last.startMs + 1, Math.ceil),
  };
  return missingPeriods(points, periodSeconds, span).some((startMs) =>
    busy.some((second) => second.startMs >= startMs && second.startMs < startMs + periodMs),
  );
}

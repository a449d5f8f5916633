/** Finds the hop at which requests were lost or duplicated. */
import type { Analysis } from '../../analysis/analyse.ts';
import {
  type MetricOverLoad,
  metricOverLoad,
  missingPeriods,
} from '../../analysis/metric-over-load.ts';
import { count, counted } from '../../format/numbers.js';
import type { MetricService } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/**
 * How much two counts may differ. Exact equality is too strict (719,998 of 720,000 has been seen): some
 * requests fall into the next period, and a few are sent before the load.
 */
const TOLERATED = { share: 0.002, count: 20 };

interface Hop {
  readonly name: string;
  readonly received: number;
  readonly service: MetricService;
  readonly metric: string;
  readonly seen: MetricOverLoad;
}

/**
 * Each hop must count at least the requests that were answered, since every answer passed through it, and
 * at most what the hop before it counts. Failed requests lie in between: they may have ended at any
 * hop. Hops with missing or unfinished datapoints are skipped.
 */
export function countsDiffer(analysis: Analysis): readonly Finding[] {
  const { totals, loadSpan, damage } = analysis;
  // Without samples there is no client count to compare with.
  if (loadSpan === null || analysis.record.manifest.loadFrom === 'elsewhere') return [];
  if (damage.load !== null) return [];
  const answered = (totals.outcomes.correct ?? 0) + (totals.outcomes.wrong ?? 0);
  let before = { name: 'the client', count: totals.sent };
  const found: Finding[] = [];
  for (const hop of hopsOf(analysis)) {
    const tolerance = Math.max(TOLERATED.count, TOLERATED.share * before.count);
    const lost = Math.min(answered, before.count) - hop.received;
    // A hop that counts answers may never count requests that timed out.
    const added = hop.received - before.count - (totals.outcomes.timeout ?? 0);
    const difference = Math.max(lost, added);
    if (difference > tolerance) {
      found.push(
        problem('counts-differ', {
          message: `${hop.name} counted ${counted(hop.received, 'request')}, ${before.name} ${count(before.count)}${lost > added && answered !== before.count ? ` (${count(answered)} were answered)` : ''}: ${count(difference)} ${lost > added ? 'fewer' : 'more'} at this hop.`,
          advice:
            lost > added
              ? `Check that the requests go through this ${hop.name}, and look for caches in front of it and for answers from elsewhere.`
              : `Look for retries in whatever calls ${hop.name}, and for other callers at the time.`,
          value: quantity(lost > added ? -difference : difference, 'requests'),
          shownBy: datapointsOf(analysis, hop.service, hop.metric, hop.seen.points),
        }),
      );
    }
    before = { name: hop.name, count: hop.received };
  }
  return found;
}

function hopsOf(analysis: Analysis): Hop[] {
  const { way } = analysis.record.manifest.scenario;
  if (way === null) return [];
  const hops: (Hop | null)[] = [];
  if (way === 'http') hops.push(hopOf(analysis, 'API Gateway', 'api-gateway', 'Count'));
  if (way !== 'sagemaker') {
    hops.push(hopOf(analysis, 'Lambda', 'lambda', 'Invocations', 'Throttles'));
  }
  hops.push(hopOf(analysis, 'SageMaker', 'sagemaker', 'Invocations'));
  return hops.filter((hop) => hop !== null);
}

/** @param also a second metric, whose requests the first one does not count. */
function hopOf(
  analysis: Analysis,
  name: string,
  service: MetricService,
  metric: string,
  also?: string,
): Hop | null {
  const { evidence, loadSpan } = analysis;
  const seen = metricOverLoad(evidence.series, loadSpan, service, metric, 'Sum');
  if (seen === null || seen.unfinished > 0 || isCutShort(analysis, seen)) return null;
  const more =
    also === undefined ? null : metricOverLoad(evidence.series, loadSpan, service, also, 'Sum');
  return { name, received: seen.sum + (more?.sum ?? 0), service, metric, seen };
}

/** Whether a period in which something was sent or answered has no datapoint: the last ones above all. */
function isCutShort({ evidence }: Analysis, { points, periodSeconds }: MetricOverLoad): boolean {
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

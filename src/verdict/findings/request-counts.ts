/** Finds the hop at which requests got lost or multiplied. */
import type { Analysis } from '../../analysis/analyse.ts';
import { type MetricOverLoad, metricOverLoad } from '../../analysis/metric-over-load.ts';
import { count, counted } from '../../format/numbers.js';
import type { MetricService } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/**
 * Requests that two counts may differ by. A benchmark that demanded 720,000 exactly failed at
 * 719,998: some requests fall over the edge of a period, and a few are asked before the load.
 */
const TOLERATED = { share: 0.002, count: 20 };

interface Hop {
  readonly name: string;
  readonly came: number;
  readonly service: MetricService;
  readonly metric: string;
  readonly seen: MetricOverLoad;
}

/**
 * Each hop must have seen at least what callers were answered, for every answer passed it, and at
 * most what the hop before it let through. Between the two lie failed requests, which may have ended
 * anywhere. Hops whose datapoints are incomplete or not final are passed over.
 */
export function countsDiffer(analysis: Analysis): readonly Finding[] {
  const { totals, loadSpan, damage } = analysis;
  // Without samples there is no count of the callers' to compare with.
  if (loadSpan === null || analysis.record.manifest.loadFrom === 'elsewhere') return [];
  if (damage.load !== null) return [];
  const answered = (totals.outcomes.correct ?? 0) + (totals.outcomes.wrong ?? 0);
  let before = { name: 'the client', count: totals.sent };
  const found: Finding[] = [];
  for (const hop of hopsOf(analysis)) {
    const tolerance = Math.max(TOLERATED.count, TOLERATED.share * before.count);
    const lost = Math.min(answered, before.count) - hop.came;
    // A hop that counts answers may never count what it did not answer in time.
    const added = hop.came - before.count - (totals.outcomes.timeout ?? 0);
    const apart = Math.max(lost, added);
    if (apart > tolerance) {
      found.push(
        problem('counts-differ', {
          message: `${hop.name} counts ${counted(hop.came, 'request')}, ${before.name} ${count(before.count)}${lost > added && answered !== before.count ? ` (${count(answered)} were answered)` : ''}: ${count(apart)} ${lost > added ? 'fewer' : 'more'} at this hop.`,
          advice:
            lost > added
              ? `Look at whether ${hop.name} is the one the requests went through, at caches before it, and at answers that came from elsewhere.`
              : `Look for retries in what calls ${hop.name}, and for other callers at the time.`,
          value: quantity(lost > added ? -apart : apart, 'requests'),
          shownBy: datapointsOf(analysis, hop.service, hop.metric, hop.seen.points),
        }),
      );
    }
    before = { name: hop.name, count: hop.came };
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

/** @param also a metric whose requests came as well and are not in the first one. */
function hopOf(
  { evidence, loadSpan }: Analysis,
  name: string,
  service: MetricService,
  metric: string,
  also?: string,
): Hop | null {
  const seen = metricOverLoad(evidence.series, loadSpan, service, metric, 'Sum');
  if (seen === null || seen.missing > 0 || seen.unfinished > 0) return null;
  const more =
    also === undefined ? null : metricOverLoad(evidence.series, loadSpan, service, also, 'Sum');
  return { name, came: seen.sum + (more?.sum ?? 0), service, metric, seen };
}

/** Finds metrics that a variant publishes under load but that CloudWatch does not have. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf } from '../../analysis/gaps.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { missingPeriods } from '../../analysis/metric-over-load.ts';
import { covering, type Span } from '../../analysis/span.ts';
import { isOwnMetric, seriesOf } from '../../analysis/tracked-metric.ts';
import { counted } from '../../format/numbers.js';
import { watchOf } from '../../record/manifest.ts';
import { quantity } from '../quantity.ts';
import { alarmInsufficientData } from './alarm-data.ts';
import { datapointsOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** Metrics that instances publish for every request, besides the one that the policy tracks. */
const PER_REQUEST_METRICS = [
  ['Invocations', 'Sum'],
  ['InvocationsPerInstance', 'Sum'],
  ['ModelLatency', 'Average'],
  ['OverheadLatency', 'Average'],
] as const;
/** The same of an inference component. */
const PER_COPY_METRICS = [
  ['Invocations', 'Sum'],
  ['InvocationsPerCopy', 'Sum'],
  ['ModelLatency', 'Average'],
] as const;
/** Predictions that prove a period had requests: a few may have been served in the period before. */
const PROVING_PREDICTIONS = 10;
/** Fewer periods may simply not have been published. */
const FEWEST_PERIODS = 3;

interface ExpectedMetric {
  readonly metric: string;
  readonly stat: string;
  readonly periodSeconds: number;
  /** The policy tracks it: it is published even as zero, so requests that were sent are enough. */
  readonly tracked: boolean;
}

/**
 * Counts periods under load without a datapoint although CloudWatch answered. The tail counts only in a run
 * that was watched to its end, and only from three periods on: fewer may not be published yet. When the
 * metric is missing entirely, the alarm's INSUFFICIENT_DATA is reported instead.
 */
export function metricsMissing(analysis: Analysis): readonly Found[] {
  const { evidence, loadSpan, bypassed } = analysis;
  // An endpoint that did not answer the load has nothing to publish.
  if (bypassed.some(({ service }) => service === 'sagemaker')) return [];
  if (loadSpan === null || gapsOf(evidence.aws, APIS.metrics).length > 0) return [];
  const lacking = expectedMetrics(analysis)
    .map((one) => ({ ...one, periods: periodsWithout(analysis, one, loadSpan) }))
    .filter((one) => one.periods.length > 0);
  if (lacking.length === 0) return [];
  const words = lacking.map(
    ({ metric, periods }) => `${metric} in ${counted(periods.length, 'period')}`,
  );
  const alarmToo = lacking.some(({ tracked }) => tracked) ? ', so the alarm had none either' : '';
  const names = new Set(lacking.map(({ metric }) => metric));
  const around = evidence.series.filter((one) => one.service === 'sagemaker');
  const shown = around.find((one) => names.has(one.metric)) ?? around[0];
  return [
    problem('metrics-missing', {
      message: `Under load, CloudWatch has no datapoint of ${words.join(', of ')}${alarmToo}.`,
      advice:
        'Check how alarms and dashboards treat missing data, and check CloudWatch on the AWS Health Dashboard.',
      value: quantity(Math.max(...lacking.map(({ periods }) => periods.length)), 'periods'),
      when: covering(lacking.flatMap(({ periods }) => periods)),
      shownBy:
        shown === undefined
          ? []
          : datapointsOf(
              analysis,
              'sagemaker',
              shown.metric,
              shown.points.filter((point) => point.endMs > loadSpan.fromMs),
            ),
    }),
  ];
}

function expectedMetrics(analysis: Analysis): ExpectedMetric[] {
  const { evidence, serving, record } = analysis;
  const rule = evidence.outRule;
  const periodSeconds = watchOf(record.manifest)?.periodSeconds ?? null;
  const tracked = rule === null || !isOwnMetric(rule) ? [] : [{ ...rule, tracked: true }];
  const others =
    serving.kind === 'instances' && periodSeconds !== null
      ? (evidence.counts === 'copies' ? PER_COPY_METRICS : PER_REQUEST_METRICS)
          .filter(([metric]) => metric !== rule?.metric)
          .map(([metric, stat]) => ({
            metric,
            stat,
            periodSeconds,
            tracked: false,
          }))
      : [];
  return [...tracked, ...others];
}

function periodsWithout(analysis: Analysis, expected: ExpectedMetric, load: Span): Span[] {
  const { evidence, whole } = analysis;
  // Of two periods the longer one: what is missing in it is missing in both.
  const series = evidence.series.findLast(
    (one) =>
      one.service === 'sagemaker' &&
      one.container === null &&
      one.metric === expected.metric &&
      one.stat === expected.stat,
  );
  const rule = evidence.outRule;
  const exact = expected.tracked && rule !== null ? seriesOf(rule, evidence.series) : series;
  const points = exact?.points ?? [];
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return missingEntirely(analysis, expected, load);
  const periodSeconds = expected.tracked ? expected.periodSeconds : series!.periodSeconds;
  const fullTail = whole && load.toMs - last.endMs >= FEWEST_PERIODS * (last.endMs - last.startMs);
  const fromMs = Math.max(load.fromMs, first.startMs);
  const toMs = fullTail ? load.toMs : Math.min(load.toMs, last.endMs);
  return missingPeriods(points, periodSeconds, { fromMs, toMs })
    .map((startMs) => ({ fromMs: startMs, toMs: startMs + periodSeconds * 1_000 }))
    .filter((period) => underLoad(analysis, expected, period))
    .filter((period) => !isEmpty(analysis, period));
}

/** Without a copy, there is nobody to publish anything. */
function isEmpty({ evidence }: Analysis, { fromMs, toMs }: Span): boolean {
  const known = countedPoints(evidence.points);
  return [fromMs, toMs].some((atMs) => surelyInService(known, atMs) === 0);
}

/** Periods of the load when the metric has no datapoint at all although others have. */
function missingEntirely(analysis: Analysis, expected: ExpectedMetric, load: Span): Span[] {
  const { evidence, whole } = analysis;
  const watched = evidence.aws.some((event) => event.type === 'datapoint');
  const periodMs = 1_000 * expected.periodSeconds;
  const count = Math.floor((load.toMs - load.fromMs) / periodMs);
  if (!watched || !whole || count < FEWEST_PERIODS) return [];
  const isToldOtherwise = expected.tracked
    ? alarmInsufficientData(analysis).length > 0
    : !underLoad(analysis, expected, load);
  if (isToldOtherwise) return [];
  return Array.from({ length: count }, (_, index) => {
    const fromMs = load.fromMs + index * periodMs;
    return { fromMs, toMs: fromMs + periodMs };
  });
}

function underLoad(
  { evidence }: Analysis,
  { tracked }: ExpectedMetric,
  { fromMs, toMs }: Span,
): boolean {
  // Seconds are not aligned to periods: of one that straddles an end, all may belong to the neighbour.
  const within = evidence.seconds.filter(
    (second) => second.startMs >= fromMs && second.startMs + 1_000 <= toMs,
  );
  if (tracked) return reachedEndpoint(evidence.seconds, within);
  const predictions = within.reduce(
    (sum, { outcomes }) => sum + (outcomes.correct ?? 0) + (outcomes.wrong ?? 0),
    0,
  );
  return predictions - servedBefore(evidence.seconds, within[0]) >= PROVING_PREDICTIONS;
}

/** What no connection took never reached the endpoint; some of it failed only in the second after the last. */
function reachedEndpoint(seconds: readonly LoadSecond[], within: readonly LoadSecond[]): boolean {
  const last = within.at(-1);
  const after = seconds.filter(({ second }) => last !== undefined && second === last.second + 1);
  const failed = [...within, ...after].reduce((sum, one) => sum + (one.outcomes.network ?? 0), 0);
  return within.reduce((sum, { sent }) => sum + sent, 0) > failed;
}

/** Requests whose responses came in the period, but which the endpoint may have served before it. */
function servedBefore(seconds: readonly LoadSecond[], first: LoadSecond | undefined): number {
  if (first === undefined) return 0;
  return seconds.find(({ second }) => second === first.second - 1)?.inFlight ?? 0;
}

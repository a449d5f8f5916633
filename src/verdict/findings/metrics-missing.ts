/** Finds metrics that a variant under load must publish and did not. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf } from '../../analysis/gaps.ts';
import type { Span } from '../../analysis/load-span.ts';
import { missingPeriods } from '../../analysis/metric-over-load.ts';
import { seriesOf } from '../../analysis/tracked-metric.ts';
import { counted } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { alarmInsufficientData } from './alarm-data.ts';
import { datapointsOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** What instances publish of every request, beside the metric that the policy tracks. */
const OF_EVERY_REQUEST = [
  ['Invocations', 'Sum'],
  ['InvocationsPerInstance', 'Sum'],
  ['ModelLatency', 'Average'],
  ['OverheadLatency', 'Average'],
] as const;
/** Predictions in a period that prove requests in it: a few may have been served in the one before. */
const PROVING_PREDICTIONS = 10;
/** Fewer periods may simply not have been published. */
const FEWEST_PERIODS = 3;

interface Awaited {
  readonly metric: string;
  readonly stat: string;
  readonly periodSeconds: number;
  /** Requests that were sent suffice: the metric is published as zero without any. */
  readonly tracked: boolean;
}

/**
 * Periods under load without a datapoint, CloudWatch itself having answered. The tail counts only in
 * a run that watched to its end, and from three periods on: before, the datapoints may simply not
 * have been published. Where the alarm has no data because its metric has none, that is said instead.
 */
export function metricsMissing(analysis: Analysis): readonly Finding[] {
  const { evidence, loadSpan } = analysis;
  if (loadSpan === null || gapsOf(evidence.aws, APIS.metrics).length > 0) return [];
  const lacking = awaitedOf(analysis)
    .map((one) => ({ ...one, periods: periodsWithout(analysis, one, loadSpan) }))
    .filter((one) => one.periods > 0);
  if (lacking.length === 0) return [];
  const words = lacking.map(({ metric, periods }) => `${metric} in ${counted(periods, 'period')}`);
  const blind = lacking.some(({ tracked }) => tracked) ? ': the alarm was as blind' : '';
  const names = new Set(lacking.map(({ metric }) => metric));
  const around = evidence.series.filter((one) => one.service === 'sagemaker');
  const shown = around.find((one) => names.has(one.metric)) ?? around[0];
  return [
    problem('metrics-missing', {
      message: `Under load there is no datapoint of ${words.join(', of ')}, though CloudWatch answered${blind}.`,
      advice:
        'Look at what alarms and dashboards make of missing data, and at the AWS Health Dashboard for CloudWatch.',
      value: quantity(Math.max(...lacking.map(({ periods }) => periods)), 'periods'),
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

function awaitedOf(analysis: Analysis): Awaited[] {
  const { evidence, serving, record } = analysis;
  const rule = evidence.outRule;
  const { periodSeconds } = record.manifest.scenario.watch;
  const tracked = rule === null ? [] : [{ ...rule, tracked: true }];
  const others =
    serving.kind === 'instances' && periodSeconds !== null
      ? OF_EVERY_REQUEST.filter(([metric]) => metric !== rule?.metric).map(([metric, stat]) => ({
          metric,
          stat,
          periodSeconds,
          tracked: false,
        }))
      : [];
  return [...tracked, ...others];
}

function periodsWithout(analysis: Analysis, awaited: Awaited, load: Span): number {
  const { evidence, whole } = analysis;
  const series = evidence.series.find(
    (one) =>
      one.service === 'sagemaker' &&
      one.container === null &&
      one.metric === awaited.metric &&
      one.stat === awaited.stat,
  );
  const rule = evidence.outRule;
  const exact = awaited.tracked && rule !== null ? seriesOf(rule, evidence.series) : series;
  const points = exact?.points ?? [];
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return wholly(analysis, awaited, load);
  const periodSeconds = awaited.tracked ? awaited.periodSeconds : series!.periodSeconds;
  const fullTail = whole && load.toMs - last.endMs >= FEWEST_PERIODS * (last.endMs - last.startMs);
  const fromMs = Math.max(load.fromMs, first.startMs);
  const toMs = fullTail ? load.toMs : Math.min(load.toMs, last.endMs);
  return missingPeriods(points, periodSeconds, { fromMs, toMs }).filter((startMs) =>
    underLoad(analysis, awaited, startMs, startMs + periodSeconds * 1_000),
  ).length;
}

/** No datapoint at all, though others were seen. */
function wholly(analysis: Analysis, awaited: Awaited, load: Span): number {
  const { evidence, whole } = analysis;
  const watched = evidence.aws.some((event) => event.type === 'datapoint');
  const periods = Math.floor((load.toMs - load.fromMs) / 1_000 / awaited.periodSeconds);
  if (!watched || !whole || periods < FEWEST_PERIODS) return 0;
  if (awaited.tracked) return alarmInsufficientData(analysis).length > 0 ? 0 : periods;
  return underLoad(analysis, awaited, load.fromMs, load.toMs) ? periods : 0;
}

function underLoad(
  { evidence }: Analysis,
  { tracked }: Awaited,
  fromMs: number,
  toMs: number,
): boolean {
  const within = evidence.seconds.filter(
    (second) => second.startMs >= fromMs && second.startMs < toMs,
  );
  if (tracked) return within.some((second) => second.sent > 0);
  const predictions = within.reduce(
    (sum, { outcomes }) => sum + (outcomes.correct ?? 0) + (outcomes.wrong ?? 0),
    0,
  );
  return predictions >= PROVING_PREDICTIONS;
}

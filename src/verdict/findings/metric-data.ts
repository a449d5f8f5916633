/** Did CloudWatch tell what the policy follows, and in time? */
import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf } from '../../analysis/gaps.ts';
import { missingPeriods } from '../../analysis/metric-over-load.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { seriesOf } from '../../analysis/tracked-metric.ts';
import { counted, seconds } from '../amounts.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** Periods after which a datapoint is late: AWS needs about one, sometimes two. */
const LATE_PERIODS = 3;

export function metricsLate(analysis: Analysis): readonly Finding[] {
  const { evidence, record } = analysis;
  const rule = evidence.outRule;
  const delay = rule === null ? null : publishDelay(evidence, rule);
  if (rule === null || delay === null) return [];
  // A datapoint may have waited for the next poll that long.
  const late = delay.medianSeconds - record.manifest.scenario.watch.metricPollSeconds;
  if (late <= LATE_PERIODS * rule.periodSeconds) return [];
  return [
    problem('metrics-late', {
      message: `Datapoints of ${rule.metric} could be seen ${seconds(delay.medianSeconds)} after their period (median; longest ${seconds(delay.longestSeconds)}), a period lasts ${seconds(rule.periodSeconds)}: the alarm sees the load as late.`,
      advice:
        'Look at the AWS Health Dashboard for CloudWatch; the scale-out cannot be faster than its metric.',
      value: delay.medianSeconds,
      shownBy: delay.datapoints,
    }),
  ];
}

/**
 * Periods under load without a datapoint of the tracked metric, CloudWatch itself having answered.
 * The tail counts only in a run that watched to its end, and from three periods on: before, the
 * datapoints may simply not have been published.
 */
export function metricsMissing(analysis: Analysis): readonly Finding[] {
  const { evidence, loadSpan, ended } = analysis;
  const rule = evidence.outRule;
  if (rule === null || loadSpan === null || alarmOnOtherMetric(evidence.aws) !== null) return [];
  const points = seriesOf(rule, evidence.series)?.points ?? [];
  const first = points[0];
  const last = points.at(-1);
  const expected = (loadSpan.toMs - loadSpan.fromMs) / 1_000 / rule.periodSeconds;
  if (gapsOf(evidence.aws, APIS.metrics).length > 0) return [];
  if (first === undefined || last === undefined) {
    const watched = evidence.aws.some((event) => event.type === 'datapoint');
    if (!watched || ended !== 'completed' || expected < 3) return [];
    return [missingInWords(analysis, rule.metric, Math.floor(expected), [])];
  }
  const fullTail =
    ended === 'completed' && loadSpan.toMs - last.endMs >= 3 * (last.endMs - last.startMs);
  const toMs = fullTail ? loadSpan.toMs : Math.min(loadSpan.toMs, last.endMs);
  const holes = missingPeriods(points, rule.periodSeconds, {
    fromMs: Math.max(loadSpan.fromMs, first.startMs),
    toMs,
  }).filter((startMs) => loadIn(analysis, startMs, startMs + rule.periodSeconds * 1_000));
  if (holes.length === 0) return [];
  const around = points.filter((point) =>
    holes.some((startMs) => Math.abs(point.startMs - startMs) <= rule.periodSeconds * 1_500),
  );
  return [missingInWords(analysis, rule.metric, holes.length, around)];
}

function missingInWords(
  analysis: Analysis,
  metric: string,
  periods: number,
  around: Parameters<typeof datapointsOf>[3],
): Finding {
  return problem('metrics-missing', {
    message: `${counted(periods, 'period')} under load ${periods === 1 ? 'has' : 'have'} no datapoint of ${metric}, though CloudWatch answered: the alarm was as blind.`,
    advice:
      'Look at what the alarm makes of missing data, and at the AWS Health Dashboard for CloudWatch.',
    value: periods,
    shownBy: datapointsOf(analysis, 'sagemaker', metric, around),
  });
}

function loadIn({ evidence }: Analysis, fromMs: number, toMs: number): boolean {
  return evidence.seconds.some(
    (second) => second.startMs >= fromMs && second.startMs < toMs && second.sent > 0,
  );
}

/** Finds a breach in the same metric's datapoints of a shorter period, as enhanced metrics publish them. */
import type { PeriodSeries } from '../metric-series.ts';
import type { MetricPoint } from '../timeline.ts';
import { breaches, type TriggerRule } from '../tracked-metric.ts';

export interface FinerBreach {
  readonly point: MetricPoint;
  readonly periodSeconds: number;
}

/**
 * A sum that breaches contains a part that does, at the same rate. The load may have risen in the period before,
 * too late for the whole of that to breach: parts that breach without a break before the first one count, too.
 *
 * @param coarse the first breaching datapoint of the rule's own period
 * @param floorMs periods that began before it belong to an earlier scaling event
 * @returns null where no shorter period of the metric shows the breach
 */
export function finerBreach(
  rule: TriggerRule,
  series: readonly PeriodSeries[],
  coarse: MetricPoint,
  floorMs: number,
): FinerBreach | null {
  const finest = shorterThan(rule, series)[0];
  if (finest === undefined) return null;
  const { periodSeconds } = finest;
  const scale = rule.stat === 'Sum' ? periodSeconds / rule.periodSeconds : 1;
  const beyond = { ...rule, threshold: rule.threshold * scale };
  const isOver = (point: MetricPoint | undefined): point is MetricPoint =>
    point !== undefined && point.startMs >= floorMs && breaches(beyond, point);
  const { points } = finest;
  let at = points.findIndex(
    (point) => point.endMs > coarse.startMs && point.startMs < coarse.endMs && isOver(point),
  );
  if (at < 0) return null;
  const isBegunBefore = points[at]!.startMs - coarse.startMs < periodSeconds * 500;
  while (isBegunBefore && isOver(points[at - 1]) && follows(points[at - 1]!, points[at]!)) at -= 1;
  return { point: points[at]!, periodSeconds };
}

/** Shortest first. */
function shorterThan(rule: TriggerRule, series: readonly PeriodSeries[]): PeriodSeries[] {
  return series
    .filter(
      (one) =>
        one.service === 'sagemaker' &&
        one.container === null &&
        one.metric === rule.metric &&
        one.stat === rule.stat &&
        one.periodSeconds < rule.periodSeconds,
    )
    .toSorted((left, right) => left.periodSeconds - right.periodSeconds);
}

function follows(earlier: MetricPoint, later: MetricPoint): boolean {
  return later.startMs - earlier.endMs < (later.endMs - later.startMs) / 2;
}

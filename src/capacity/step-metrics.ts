/** CloudWatch's figures of a step, by time. Pure. */
import { findSeries, type SeriesName } from '../analysis/find-series.ts';
import type { PeriodSeries } from '../analysis/metric-series.ts';
import type { MetricPoint } from '../analysis/timeline.ts';
import type { JudgedStep } from './judge-step.ts';
import type { CapacityStep } from './result.ts';

export type StepMetrics = Pick<
  CapacityStep,
  'modelLatencyMs' | 'overheadLatencyMs' | 'cpuPercent' | 'memoryPercent'
>;

const mean = (metric: string): SeriesName => ({ service: 'sagemaker', metric, stat: 'Average' });

export function stepMetrics(series: readonly PeriodSeries[], step: JudgedStep): StepMetrics {
  const of = (name: SeriesName) => meanOf(pointsIn(series, name, step));
  return {
    modelLatencyMs: of(mean('ModelLatency')),
    overheadLatencyMs: of(mean('OverheadLatency')),
    cpuPercent: of(mean('CPUUtilization')),
    memoryPercent: of(mean('MemoryUtilization')),
  };
}

/** Datapoints of periods that lie within the step, its beginning left out. */
function pointsIn(
  series: readonly PeriodSeries[],
  name: SeriesName,
  { fromMs, toMs, warmUpSeconds }: Pick<JudgedStep, 'fromMs' | 'toMs' | 'warmUpSeconds'>,
): readonly MetricPoint[] {
  const countsFromMs = fromMs + warmUpSeconds * 1_000;
  return (findSeries(series, name)?.points ?? []).filter(
    ({ startMs, endMs }) => startMs >= countsFromMs && endMs <= toMs,
  );
}

function meanOf(points: readonly MetricPoint[]): number | null {
  return points.length === 0
    ? null
    : points.reduce((sum, { value }) => sum + value, 0) / points.length;
}

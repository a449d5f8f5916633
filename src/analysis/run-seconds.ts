/** A run as one row a second on one clock: load, instances, metrics and the scaling event in progress. */
import { findSeries } from './find-series.ts';
import { latestPoll } from './instance-counts.ts';
import { lagPartOf } from './lag.ts';
import { pointAt } from './point-at.ts';
import type { LagPartName, ScalingEvent, StageId } from './scaling-event.ts';
import type { InstancesPoint, LoadPoint, Timeline } from './timeline.ts';
import { trackedMetric } from './tracked-series.ts';

/** The scaling event that is under way. Of several, the first: the next begins when it is over. */
export interface EventInProgress {
  readonly direction: ScalingEvent['direction'];
  readonly fromInstances: number;
  readonly toInstances: number;
  /** The next measured stage; null once all are over. */
  readonly waitingFor: StageId | null;
  readonly lagPart: LagPartName | null;
}

/** Null: unknown in this second. */
export interface RunSecond {
  /** Whole seconds since the load began; negative before it. */
  readonly second: number;
  /** Local epoch ms of the second's start. */
  readonly startMs: number;
  readonly load: LoadPoint | null;
  /** The newest poll at the second's end. */
  readonly instances: InstancesPoint | null;
  /** The copies of an inference component, which run on `instances`; null without one. */
  readonly copies: InstancesPoint | null;
  /** In the unit of `trackedMetric`. */
  readonly tracked: number | null;
  readonly modelLatencyAverageMs: number | null;
  readonly modelLatencyMaximumMs: number | null;
  readonly overheadLatencyAverageMs: number | null;
  readonly concurrentRequestsPerModel: number | null;
  readonly cpuPercent: number | null;
  readonly functionConcurrency: number | null;
  readonly event: EventInProgress | null;
}

/** What is further from the beginning of the load belongs to no run: the record is damaged. */
const EARLIEST_SECOND = -86_400;
const LATEST_SECOND = 7 * 86_400;

const OF_ENDPOINT = {
  modelLatencyAverageMs: { service: 'sagemaker', metric: 'ModelLatency', stat: 'Average' },
  modelLatencyMaximumMs: { service: 'sagemaker', metric: 'ModelLatency', stat: 'Maximum' },
  overheadLatencyAverageMs: { service: 'sagemaker', metric: 'OverheadLatency', stat: 'Average' },
  concurrentRequestsPerModel: {
    service: 'sagemaker',
    metric: 'ConcurrentRequestsPerModel',
    stat: 'Maximum',
  },
  cpuPercent: { service: 'sagemaker', metric: 'CPUUtilization', stat: 'Average' },
  functionConcurrency: { service: 'lambda', metric: 'ConcurrentExecutions', stat: 'Maximum' },
} as const;
type MetricColumn = keyof typeof OF_ENDPOINT;

/** @returns seconds of which anything is known, in order; where nothing was recorded, rows are missing. */
export function* runSeconds(
  timeline: Timeline,
  events: readonly ScalingEvent[],
): Generator<RunSecond> {
  const { startMs, instances } = timeline;
  const tracked = trackedMetric(timeline);
  const load = new Map(timeline.load.map((point) => [point.second, point]));
  const columns = Object.entries(OF_ENDPOINT).map(
    ([column, name]) =>
      [column as MetricColumn, findSeries(timeline.metrics, name)?.points ?? []] as const,
  );
  for (const second of knownSeconds(timeline)) {
    const fromMs = startMs + second * 1_000;
    const middleMs = fromMs + 500;
    const point = pointAt(tracked.points, middleMs);
    const metrics = columns.map(([column, points]) => [
      column,
      pointAt(points, middleMs)?.value ?? null,
    ]);
    yield {
      second,
      startMs: fromMs,
      load: load.get(second) ?? null,
      instances: latestPoll(timeline.hosts ?? instances, fromMs + 1_000),
      copies: timeline.hosts === undefined ? null : latestPoll(instances, fromMs + 1_000),
      tracked: point === null ? null : tracked.valueOf(point),
      ...(Object.fromEntries(metrics) as Record<MetricColumn, number | null>),
      event: eventAt(events, fromMs),
    };
  }
}

/** Seconds that any source covers, each once, ascending. */
function* knownSeconds(timeline: Timeline): Generator<number> {
  let next = EARLIEST_SECOND;
  for (const [from, to] of coveredSpans(timeline)) {
    const end = Math.min(to, LATEST_SECOND);
    for (next = Math.max(next, from); next < end; next += 1) yield next;
  }
}

/** `[from, to)` in seconds, by their beginning. */
function coveredSpans({ startMs, load, instances, metrics }: Timeline): [number, number][] {
  const secondOf = (atMs: number) => (atMs - startMs) / 1_000;
  const spans = [
    ...load.map(({ second }): [number, number] => [second, second + 1]),
    ...instances.map(({ atMs }): [number, number] => {
      const second = Math.floor(secondOf(atMs));
      return [second, second + 1];
    }),
    // A datapoint covers the seconds whose middle it covers.
    ...metrics.flatMap(({ points }) =>
      points.map((point): [number, number] => [
        Math.ceil(secondOf(point.startMs) - 0.5),
        Math.ceil(secondOf(point.endMs) - 0.5),
      ]),
    ),
  ];
  return spans.sort(([left], [right]) => left - right);
}

function eventAt(events: readonly ScalingEvent[], fromMs: number): EventInProgress | null {
  const toMs = fromMs + 1_000;
  for (const { direction, fromInstances, toInstances, stages } of events) {
    const moments = stages.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
    if (moments.length === 0) continue;
    if (Math.min(...moments) >= toMs || Math.max(...moments) < fromMs) continue;
    const next = stages.find(({ atMs }) => atMs !== null && atMs >= toMs)?.id ?? null;
    return {
      ...{ direction, fromInstances, toInstances },
      waitingFor: next,
      lagPart: next === null ? null : lagPartOf(next),
    };
  }
  return null;
}

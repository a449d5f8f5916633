/** Builds series from CloudWatch datapoints: the last known value of each period, on the local clock. */
import type { AwsEvent, Datapoint } from '../record/aws-events.ts';
import { type ClockOffset, toLocalMs } from './clock-offset.ts';
import type { MetricPoint, MetricSeries } from './timeline.ts';

/** A series with the period of its datapoints. One metric with two periods is two series. */
export interface PeriodSeries extends MetricSeries {
  readonly periodSeconds: number;
}

/** A metric of one instance, as enhanced metrics publish it. */
export interface InstanceSeries extends PeriodSeries {
  readonly instanceId: string;
}

/**
 * Series of the variant as a whole, in alphabetical order of service, metric and statistic, then by period.
 * Those of single instances are not among them: they would be taken for the variant's.
 */
export function metricSeries(aws: readonly AwsEvent[], clock: ClockOffset): PeriodSeries[] {
  return byKey(aws.filter(isDatapoint).filter(({ instanceId }) => instanceId === undefined)).map(
    (datapoints) => series(datapoints, clock),
  );
}

/** In alphabetical order of instance, metric and statistic, then by period. */
export function instanceSeries(aws: readonly AwsEvent[], clock: ClockOffset): InstanceSeries[] {
  return byKey(aws.filter(isDatapoint).filter(({ instanceId }) => instanceId !== undefined)).map(
    (datapoints) => ({
      ...series(datapoints, clock),
      instanceId: datapoints[0]!.instanceId!,
    }),
  );
}

function isDatapoint(event: AwsEvent): event is Datapoint {
  return event.type === 'datapoint';
}

/** Datapoints of one series each, in their last known revision. */
function byKey(all: readonly Datapoint[]): Datapoint[][] {
  const found = new Map<string, Map<number, Datapoint>>();
  for (const event of all) {
    const key = `${event.instanceId ?? ''}|${event.service}|${event.container ?? ''}|${event.metric}|${event.stat}|${String(event.periodSeconds).padStart(9)}`;
    const points = found.get(key) ?? new Map<number, Datapoint>();
    found.set(key, points);
    const known = points.get(event.timestampMs);
    if (known === undefined || isLater(event, known)) points.set(event.timestampMs, event);
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, points]) => [...points.values()]);
}

/** The higher revision wins; within one revision, the final event. */
function isLater(candidate: Datapoint, known: Datapoint): boolean {
  if (candidate.revision !== known.revision) return candidate.revision > known.revision;
  if (candidate.final !== known.final) return candidate.final;
  return candidate.seenAtMs > known.seenAtMs;
}

function series(datapoints: readonly Datapoint[], clock: ClockOffset): PeriodSeries {
  const first = datapoints[0]!;
  return {
    service: first.service,
    container: first.container ?? null,
    metric: first.metric,
    stat: first.stat,
    unit: first.unit,
    periodSeconds: first.periodSeconds,
    points: datapoints
      .map((datapoint) => point(datapoint, clock))
      .sort((left, right) => left.startMs - right.startMs),
  };
}

function point(datapoint: Datapoint, clock: ClockOffset): MetricPoint {
  const startMs = toLocalMs(clock, datapoint.timestampMs);
  return {
    startMs,
    endMs: startMs + datapoint.periodSeconds * 1_000,
    value: datapoint.value,
    // Only a sum scales with its period: 100 in 10 s is 600 a minute. A maximum does not.
    perMinute: datapoint.stat === 'Sum' ? (datapoint.value * 60) / datapoint.periodSeconds : null,
    final: datapoint.final,
  };
}

/** What each instance did in each period, from the metrics that tell instances apart. */
import type { InstanceSeries, PeriodSeries } from '../metric-series.ts';
import type { MetricPoint } from '../timeline.ts';

export interface InstancePeriod {
  readonly requests: number;
  readonly errors: number;
  /** Null without a datapoint: nothing was answered. */
  readonly modelLatencyMs: number | null;
}

/** One period of the metrics, local epoch ms. */
export interface FleetPeriod {
  readonly startMs: number;
  readonly endMs: number;
  /** Of all instances that have a datapoint. */
  readonly requests: number;
  readonly errors: number;
  /** What CloudWatch counts for the variant as a whole; null without that datapoint. */
  readonly variantRequests: number | null;
  /** No datapoint of it can still grow. */
  readonly final: boolean;
  /** By id; one without a datapoint is absent. */
  readonly instances: ReadonlyMap<string, InstancePeriod>;
}

/** In time order; empty where no metric tells instances apart. */
export function fleetPeriods(
  ofInstances: readonly InstanceSeries[],
  ofVariant: readonly PeriodSeries[],
): FleetPeriod[] {
  const periodSeconds = usualPeriod(ofInstances);
  if (periodSeconds === null) return [];
  const fits = (one: PeriodSeries) =>
    one.service === 'sagemaker' && one.container === null && one.periodSeconds === periodSeconds;
  const byInstance = Map.groupBy(ofInstances.filter(fits), ({ instanceId }) => instanceId);
  const variant = valuesOf(ofVariant.filter(fits), 'Invocations', 'Sum');
  const found = new Map<number, Map<string, InstancePeriod>>();
  const ends = new Map<number, MetricPoint>();
  const growing = new Set<number>();
  for (const [id, series] of byInstance) {
    const requests = valuesOf(series, 'Invocations', 'Sum');
    const latency = valuesOf(series, 'ModelLatency', 'Average');
    const [model, server, client] = (
      ['InvocationModelErrors', 'Invocation5XXErrors', 'Invocation4XXErrors'] as const
    ).map((metric) => valuesOf(series, metric, 'Sum'));
    for (const [startMs, point] of requests) {
      const of = (values: ReadonlyMap<number, MetricPoint> | undefined) => values?.get(startMs);
      // The model's own errors are among the others, but for those that have no HTTP status.
      const byStatus = (of(server)?.value ?? 0) + (of(client)?.value ?? 0);
      const errors = Math.min(point.value, Math.max(of(model)?.value ?? 0, byStatus));
      const period = found.get(startMs) ?? new Map<string, InstancePeriod>();
      found.set(startMs, period);
      ends.set(startMs, point);
      if ([point, of(model), of(server), of(client), of(latency)].some(isGrowing)) {
        growing.add(startMs);
      }
      const modelLatencyMs = of(latency)?.value ?? null;
      period.set(id, { requests: point.value, errors, modelLatencyMs });
    }
  }
  return [...found]
    .toSorted(([left], [right]) => left - right)
    .map(([startMs, instances]) => {
      const all = [...instances.values()];
      return {
        startMs,
        endMs: ends.get(startMs)!.endMs,
        requests: all.reduce((sum, { requests }) => sum + requests, 0),
        errors: all.reduce((sum, { errors }) => sum + errors, 0),
        variantRequests: variant.get(startMs)?.value ?? null,
        final: !growing.has(startMs),
        instances,
      };
    });
}

function isGrowing(point: MetricPoint | undefined): boolean {
  return point?.final === false;
}

/** That of most datapoints; of equals the shortest. */
function usualPeriod(series: readonly InstanceSeries[]): number | null {
  const counts = new Map<number, number>();
  for (const { metric, stat, periodSeconds, points } of series) {
    if (metric !== 'Invocations' || stat !== 'Sum') continue;
    counts.set(periodSeconds, (counts.get(periodSeconds) ?? 0) + points.length);
  }
  return [...counts].toSorted(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? null;
}

/** By start of the period. */
function valuesOf(
  series: readonly PeriodSeries[],
  metric: string,
  stat: string,
): ReadonlyMap<number, MetricPoint> {
  const fitting = series.find((one) => one.metric === metric && one.stat === stat);
  return new Map(fitting?.points.map((point) => [point.startMs, point]));
}

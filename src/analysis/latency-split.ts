/**
 * Splits callers' mean latency of each second by where it passed: generator, way, SageMaker, model.
 *
 * Means, because they add up. What a request waited before it was sent is known to the second. The rest is divided
 * by what CloudWatch says of the same time: its averages, each weighted with how many of the callers' requests came
 * that far. Not with its counts: those are of arrivals, and a queue that drains answers more than arrive. Within a period, every second is divided in the same proportions. Times are nested (the gateway's hold
 * the function's, which hold the endpoint's), so that what a hop spent itself is its time less that of the next.
 */
import type { MetricService } from '../record/aws-events.ts';
import type { Outcome } from '../systems/outcome.ts';
import { containerSeries, findSeries, type SeriesName } from './find-series.ts';
import { pointAt } from './point-at.ts';
import type { LoadPoint, MetricPoint, Timeline } from './timeline.ts';

/**
 * `way`: between the generator and the outermost hop that is known. `overhead`: SageMaker's own. `unknown`: the way
 * and the model, where nothing tells them apart.
 */
export type SplitPart =
  | 'generator'
  | 'way'
  | 'gateway'
  | 'function'
  | 'overhead'
  | 'model'
  | 'unknown';

/** One part over time. Values in the order of the timeline's load; null where no request ended. */
export interface PartSeries {
  readonly part: SplitPart;
  /** Of an inference pipeline; null for a part that is not a container's. */
  readonly container: string | null;
  readonly valuesMs: readonly (number | null)[];
}

export interface LatencySplit {
  /** From the caller inwards, only those with any time; their sum is the mean latency. */
  readonly parts: readonly PartSeries[];
  /** Hops in front of the endpoint that CloudWatch told about. */
  readonly hops: { readonly gateway: boolean; readonly function: boolean };
}

/** Of averages that have nothing to do with the callers' requests. */
const MOST_SHARE = 1e9;

/** Of more containers, the slowest are told apart. */
const MOST_CONTAINERS = 4;

const GATEWAY = { service: 'api-gateway', metric: 'Latency', stat: 'Average' } as const;
const FUNCTION = { service: 'lambda', metric: 'Duration', stat: 'Average' } as const;
const OVERHEAD = { service: 'sagemaker', metric: 'OverheadLatency', stat: 'Average' } as const;
const MODEL = { service: 'sagemaker', metric: 'ModelLatency', stat: 'Average' } as const;
const CONTAINER = { service: 'sagemaker', metric: 'ContainerLatency', stat: 'Average' } as const;
/** Outcomes of requests that a service never saw; Lambda and SageMaker refuse before they begin to measure. */
const NOT_SEEN: Readonly<Record<MetricService, readonly Outcome[]>> = {
  'api-gateway': ['network'],
  lambda: ['network', 'throttled', 'client-error'],
  sagemaker: ['network', 'throttled', 'client-error'],
};

/** @returns null where no request ended, or the record has no durations. */
export function latencySplit(timeline: Timeline): LatencySplit | null {
  const { load, metrics } = timeline;
  if (!load.some(({ latencyMeanMs }) => latencyMeanMs !== null)) return null;
  const shareOf = (name: SeriesName) => shareAt(timeline, name);
  const [gateway, lambda, overhead, model] = [GATEWAY, FUNCTION, OVERHEAD, MODEL].map(shareOf);
  const seconds = load.map((second) =>
    divided(second, {
      gateway: gateway!(second),
      function: lambda!(second),
      overhead: overhead!(second),
      model: model!(second),
    }),
  );
  const series = (part: SplitPart): PartSeries => ({
    ...{ part, container: null },
    valuesMs: seconds.map((second) => (second === null ? null : second[part])),
  });
  const parts = [
    ...(['generator', 'way', 'gateway', 'function', 'unknown', 'overhead'] as const).map(series),
    ...byContainer(timeline, series('model')),
  ];
  return {
    parts: parts.filter(({ valuesMs }) => valuesMs.some((value) => value !== null && value > 0)),
    hops: {
      gateway: findSeries(metrics, GATEWAY) !== null,
      function: findSeries(metrics, FUNCTION) !== null,
    },
  };
}

/** Shares of the service time; null where CloudWatch has no datapoint. */
interface Shares {
  readonly gateway: number | null;
  readonly function: number | null;
  readonly overhead: number | null;
  readonly model: number | null;
}

/** @returns what each part took of the second's mean latency; null where no request ended */
function divided(second: LoadPoint, shares: Shares): Record<SplitPart, number> | null {
  const latencyMs = second.latencyMeanMs;
  if (latencyMs === null) return null;
  const serviceMs = Math.min(latencyMs, second.serviceTimeMeanMs ?? latencyMs);
  // Each hop within the one around it: averages of other requests may say more than there was.
  const gateway = Math.min(1, shares.gateway ?? 1);
  const lambda = Math.min(gateway, shares.function ?? gateway);
  const inEndpoint = (shares.overhead ?? 0) + (shares.model ?? 0);
  const fit = inEndpoint > lambda ? lambda / inEndpoint : 1;
  const overhead = (shares.overhead ?? 0) * fit;
  const model = (shares.model ?? 0) * fit;
  // The innermost hop that is known holds the rest, which only the model's own time tells apart.
  const rest = Math.max(0, lambda - overhead - model);
  const isTold = shares.model !== null;
  const innermost =
    shares.function !== null ? 'function' : shares.gateway !== null ? 'gateway' : 'way';
  const parts: Record<SplitPart, number> = {
    generator: latencyMs - serviceMs,
    way: (1 - gateway) * serviceMs,
    gateway: (gateway - lambda) * serviceMs,
    function: 0,
    overhead: overhead * serviceMs,
    model: model * serviceMs,
    unknown: 0,
  };
  // Without the gateway's time, what is around the function is the way.
  if (shares.gateway === null) parts.way += parts.gateway;
  if (shares.gateway === null) parts.gateway = 0;
  parts[isTold ? innermost : 'unknown'] += rest * serviceMs;
  return parts;
}

/** Of a metric: which share of the callers' service time it was in the period around a second. */
function shareAt(timeline: Timeline, name: SeriesName): (second: LoadPoint) => number | null {
  const points = findSeries(timeline.metrics, name)?.points ?? [];
  const callers = callersBy(timeline.load, points, NOT_SEEN[name.service]);
  return ({ startMs }) => {
    const point = pointAt(points, startMs + 500);
    const asked = point && callers.get(point);
    if (!point || !asked || asked.serviceMs === 0) return null;
    // Requests of no time at all must not make it infinite.
    return Math.min(MOST_SHARE, (point.value * asked.came) / asked.serviceMs);
  };
}

interface Callers {
  /** Requests that came as far as the service. */
  came: number;
  /** Of all requests together. */
  serviceMs: number;
}

/** What callers saw in each period, by its datapoint. */
function callersBy(
  load: readonly LoadPoint[],
  points: readonly MetricPoint[],
  notSeen: readonly Outcome[],
): Map<MetricPoint, Callers> {
  const found = new Map<MetricPoint, Callers>();
  for (const { startMs, completed, outcomes, serviceTimeMeanMs } of load) {
    const point = pointAt(points, startMs + 500);
    if (point === null || serviceTimeMeanMs === null) continue;
    const callers = found.get(point) ?? { came: 0, serviceMs: 0 };
    found.set(point, callers);
    const lost = notSeen.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0);
    callers.came += completed - lost;
    callers.serviceMs += completed * serviceTimeMeanMs;
  }
  return found;
}

/** The model's time by container; what none of the slowest took stays the model's. */
function byContainer({ load, metrics }: Timeline, model: PartSeries): PartSeries[] {
  const slowest = containerSeries(metrics, CONTAINER)
    .toSorted((one, other) => total(other.points) - total(one.points))
    .slice(0, MOST_CONTAINERS);
  if (slowest.length === 0) return [model];
  const ofModel = findSeries(metrics, MODEL)?.points ?? [];
  const shares = load.map(({ startMs }) => {
    const averageOf = (points: readonly MetricPoint[]) =>
      pointAt(points, startMs + 500)?.value ?? 0;
    const each = slowest.map(({ points }) => averageOf(points));
    const sum = each.reduce((all, value) => all + value, 0);
    const whole = Math.max(sum, averageOf(ofModel));
    return { each: each.map((value) => (whole === 0 ? 0 : value / whole)), sum, whole };
  });
  const times = (factor: (second: (typeof shares)[number]) => number) =>
    model.valuesMs.map((value, index) => value && value * factor(shares[index]!));
  return [
    ...slowest.map(({ container }, index) => ({
      ...{ part: 'model' as const, container },
      valuesMs: times(({ each }) => each[index]!),
    })),
    {
      ...model,
      valuesMs: times(({ sum, whole }) => (whole === 0 ? 1 : Math.max(0, 1 - sum / whole))),
    },
  ];
}

function total(points: readonly MetricPoint[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

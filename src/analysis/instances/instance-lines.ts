/** Requests and model latency of each instance over time, on the same scales, for the page. */
import { median } from '../../statistics/order-statistics.ts';
import type { InstanceSeries, PeriodSeries } from '../metric-series.ts';
import type { InstanceLines, InstanceLinesOfOne, InstanceMeasure } from '../timeline.ts';
import { type FleetPeriod, fleetPeriods } from './fleet-periods.ts';

export const INSTANCE_MEASURES: readonly InstanceMeasure[] = [
  'requestsPerMinute',
  'modelLatencyMs',
];

/** As many as a small chart has room for: two hundred instances are drawn on one page. */
const MOST_POINTS = 36;

/** @returns undefined where no metric tells instances apart */
export function instanceLines(
  ofInstances: readonly InstanceSeries[],
  ofVariant: readonly PeriodSeries[],
): InstanceLines | undefined {
  const periods = fleetPeriods(ofInstances, ofVariant);
  const [first] = periods;
  const last = periods.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const periodMs = first.endMs - first.startMs;
  const count = Math.round((last.endMs - first.startMs) / periodMs);
  const together = Math.ceil(count / MOST_POINTS);
  const points = Math.ceil(count / together);
  const stretches = Array.from({ length: points }, (): FleetPeriod[] => []);
  for (const period of periods) {
    stretches[Math.floor((period.startMs - first.startMs) / (together * periodMs))]?.push(period);
  }
  const ids = new Set(periods.flatMap(({ instances }) => [...instances.keys()]));
  const byId = new Map(
    [...ids].map((id) => [id, linesOf(id, stretches, 60_000 / periodMs)] as const),
  );
  const of = (measure: InstanceMeasure) => [...byId.values()].map((lines) => lines[measure]);
  return {
    startMs: first.startMs,
    secondsPerPoint: (together * periodMs) / 1_000,
    byId,
    scales: byMeasure((measure) =>
      of(measure).reduce(
        (most, line) => line.reduce<number>((high, value) => Math.max(high, value ?? 0), most),
        1,
      ),
    ),
    typical: byMeasure((measure) => {
      const lines = of(measure);
      return Array.from({ length: points }, (_, at) =>
        medianOf(lines.map((line) => line[at] ?? null)),
      );
    }),
  };
}

/** Requests are averaged; latency is weighted by them. */
function linesOf(
  id: string,
  stretches: readonly (readonly FleetPeriod[])[],
  perMinute: number,
): InstanceLinesOfOne {
  const own = stretches.map((periods) =>
    periods.map(({ instances }) => instances.get(id)).filter((one) => one !== undefined),
  );
  return {
    requestsPerMinute: own.map((periods) =>
      periods.length === 0
        ? null
        : (periods.reduce((sum, { requests }) => sum + requests, 0) / periods.length) * perMinute,
    ),
    modelLatencyMs: own.map((periods) => {
      let [weighted, requests] = [0, 0];
      for (const period of periods) {
        if (period.modelLatencyMs === null) continue;
        weighted += period.requests * period.modelLatencyMs;
        requests += period.requests;
      }
      return requests > 0 ? weighted / requests : null;
    }),
  };
}

function byMeasure<T>(of: (measure: InstanceMeasure) => T): Record<InstanceMeasure, T> {
  return {
    requestsPerMinute: of('requestsPerMinute'),
    modelLatencyMs: of('modelLatencyMs'),
  };
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyBlame } from '../../src/analysis/latency-blame.ts';
import { latencySplit } from '../../src/analysis/latency-split.ts';
import type {
  LoadPoint,
  MetricPoint,
  MetricSeries,
  Timeline,
} from '../../src/analysis/timeline.ts';
import { emptyTimeline, START_MS, timeline } from '../report/sample.ts';

const [ordinary] = timeline.load;

function point(second: number, changes: Partial<LoadPoint>): LoadPoint {
  const completed = changes.completed ?? 100;
  const outcomes = changes.outcomes ?? { correct: completed };
  return {
    ...ordinary!,
    ...{ second, startMs: START_MS + second * 1_000, completed, outcomes },
    ...changes,
  };
}

function metric(
  name: Pick<MetricSeries, 'service' | 'metric'> & { readonly container?: string },
  values: readonly (number | null)[],
  periodSeconds = 5,
): MetricSeries {
  const points = values.flatMap((value, period): MetricPoint[] => {
    const startMs = START_MS + period * periodSeconds * 1_000;
    const endMs = startMs + periodSeconds * 1_000;
    return value === null ? [] : [{ startMs, endMs, value, perMinute: null, final: true }];
  });
  return { container: null, stat: 'Average', unit: 'ms', ...name, points };
}

const MODEL = { service: 'sagemaker', metric: 'ModelLatency' } as const;
const OVERHEAD = { service: 'sagemaker', metric: 'OverheadLatency' } as const;
const FUNCTION = { service: 'lambda', metric: 'Duration' } as const;
const GATEWAY = { service: 'api-gateway', metric: 'Latency' } as const;
const container = (name: string) =>
  ({ service: 'sagemaker', metric: 'ContainerLatency', container: name }) as const;

function of(load: readonly LoadPoint[], ...metrics: readonly MetricSeries[]): Timeline {
  return { ...emptyTimeline, load, metrics };
}

/** Five seconds of 100 requests each, 120 ms from the intended send time and 100 ms from the actual one. */
const FIVE = Array.from({ length: 5 }, (_, second) =>
  point(second, { latencyMeanMs: 120, serviceTimeMeanMs: 100 }),
);

function firstSecond(run: Timeline): Record<string, number> {
  const { parts } = latencySplit(run)!;
  return Object.fromEntries(
    parts.map(({ part, container: of, valuesMs }) => [
      of ?? part,
      Math.round(valuesMs[0]! * 1e6) / 1e6,
    ]),
  );
}

describe('latencySplit', () => {
  it.each<[string, readonly MetricSeries[], Record<string, number>]>([
    ['nothing on AWS', [], { generator: 20, unknown: 100 }],
    [
      'the endpoint',
      [metric(MODEL, [60]), metric(OVERHEAD, [10])],
      { generator: 20, way: 30, overhead: 10, model: 60 },
    ],
    [
      'the endpoint without OverheadLatency',
      [metric(MODEL, [60])],
      { generator: 20, way: 40, model: 60 },
    ],
    [
      'a serverless endpoint, which has no ModelLatency',
      [metric(OVERHEAD, [10])],
      { generator: 20, unknown: 90, overhead: 10 },
    ],
    [
      'a function in front of a serverless endpoint',
      [metric(OVERHEAD, [10]), metric(FUNCTION, [80])],
      { generator: 20, way: 20, unknown: 70, overhead: 10 },
    ],
    [
      'function and endpoint',
      [metric(MODEL, [60]), metric(OVERHEAD, [10]), metric(FUNCTION, [85])],
      { generator: 20, way: 15, function: 15, overhead: 10, model: 60 },
    ],
    [
      'gateway, function and endpoint',
      [metric(MODEL, [60]), metric(OVERHEAD, [10]), metric(FUNCTION, [85]), metric(GATEWAY, [95])],
      { generator: 20, way: 5, gateway: 10, function: 15, overhead: 10, model: 60 },
    ],
    [
      'a gateway in front of an endpoint, and no function',
      [metric(MODEL, [60]), metric(OVERHEAD, [10]), metric(GATEWAY, [95])],
      { generator: 20, way: 5, gateway: 25, overhead: 10, model: 60 },
    ],
    [
      'containers that take less than the model as a whole',
      [metric(MODEL, [60]), metric(container('scale'), [15]), metric(container('xgboost'), [30])],
      { generator: 20, way: 40, xgboost: 30, scale: 15, model: 15 },
    ],
    [
      'averages that say more than there was, of requests of others',
      [metric(MODEL, [300]), metric(OVERHEAD, [100])],
      { generator: 20, overhead: 25, model: 75 },
    ],
  ])('divides what is known of %s', (_, metrics, expected) => {
    expect(firstSecond(of(FIVE, ...metrics))).toEqual(expected);
  });

  it('says way and model, not told apart, for a period without a datapoint', () => {
    const load = Array.from({ length: 10 }, (_, second) =>
      point(second, { latencyMeanMs: 100, serviceTimeMeanMs: 100 }),
    );
    const { parts } = latencySplit(of(load, metric(MODEL, [60, null])))!;
    const at = (second: number) =>
      Object.fromEntries(parts.map(({ part, valuesMs }) => [part, valuesMs[second]]));
    expect(at(4)).toMatchObject({ model: 60, unknown: 0 });
    expect(at(5)).toMatchObject({ model: 0, unknown: 100 });
  });

  it('counts refused requests as no time of the model', () => {
    const refused = FIVE.map((second) => ({
      ...second,
      outcomes: { correct: 20, throttled: 80 },
    }));
    expect(firstSecond(of(refused, metric(MODEL, [400])))).toMatchObject({ model: 80, way: 20 });
  });

  it('divides each second of a period in the proportions of the whole period', () => {
    const load = [10, 190, 100, 100, 100].map((ms, second) =>
      point(second, { latencyMeanMs: ms, serviceTimeMeanMs: ms }),
    );
    const { parts } = latencySplit(of(load, metric(MODEL, [50])))!;
    const model = parts.find(({ part }) => part === 'model')!;
    expect(model.valuesMs).toEqual([5, 95, 50, 50, 50]);
  });

  it('is null where no request ended', () => {
    expect(latencySplit(emptyTimeline)).toBeNull();
    const none = point(0, { completed: 0, latencyMeanMs: null, serviceTimeMeanMs: null });
    expect(latencySplit(of([none], metric(MODEL, [50])))).toBeNull();
  });

  it('adds up to the mean latency of every second and is never negative, whatever AWS says', () => {
    const ms = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 60_000, noNaN: true }));
    const averages = fc.array(fc.option(ms), { minLength: 3, maxLength: 3 });
    const seconds = fc.array(
      fc.record({ service: ms, lag: ms, completed: fc.nat(2_000), throttled: fc.nat(2_000) }),
      { minLength: 1, maxLength: 15 },
    );
    const names = [MODEL, OVERHEAD, FUNCTION, GATEWAY, container('a'), container('b')];
    fc.assert(
      fc.property(
        seconds,
        fc.tuple(...names.map(() => averages)),
        fc.constantFrom(1, 2, 5),
        (second, values, periodSeconds) => {
          const load = second.map(({ service, lag, completed, throttled }, index) =>
            point(index, {
              completed: completed + throttled,
              outcomes: { correct: completed, throttled },
              latencyMeanMs: completed + throttled === 0 ? null : service + lag,
              serviceTimeMeanMs: completed + throttled === 0 ? null : service,
            }),
          );
          const run = of(
            load,
            ...names.map((name, at) => metric(name, values[at]!, periodSeconds)),
          );
          const split = latencySplit(run);
          if (split === null) return;
          for (const [index, { latencyMeanMs }] of load.entries()) {
            const own = split.parts.map(({ valuesMs }) => valuesMs[index]!);
            if (latencyMeanMs === null) {
              expect(own.every((value) => value === null)).toBe(true);
              continue;
            }
            expect(Math.min(0, ...own)).toBe(0);
            const sum = own.reduce((all, value) => all + value, 0);
            expect(Math.abs(sum - latencyMeanMs)).toBeLessThanOrEqual(1e-9 * latencyMeanMs + 1e-9);
          }
        },
      ),
    );
  });
});

describe('latencyBlame', () => {
  const bound = { percentile: 99, maxMs: 400 };
  const blame = (run: Timeline) => latencyBlame(run, latencySplit(run)!)!;
  const load = [10, 10, 10, 10, 10, 800, 1_200, 10].map((ms, second) =>
    point(second, {
      ...{ latencyMeanMs: ms, serviceTimeMeanMs: ms, latencyP99Ms: ms * 1.2 },
      completed: second === 6 ? 300 : 100,
      outcomes: { correct: second === 6 ? 300 : 100 },
    }),
  );

  it('looks at the seconds over the bound, weighted with their requests', () => {
    const run = { ...of(load, metric(MODEL, [8, 880])), latencyBound: bound };
    expect(blame(run)).toMatchObject({
      during: 'over-bound',
      ...{ seconds: 2, requests: 400, meanMs: 1_100 },
      ...{ fromMs: START_MS + 5_000, toMs: START_MS + 7_000, modelAtEaseMs: 8 },
    });
    expect(blame(run).parts[0]!.part).toBe('model');
    expect(blame(run).parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it.each([
    ['none is over it', { percentile: 99, maxMs: 2_000 }],
    ['there is none', undefined],
  ])('looks at the whole load where a bound is asked for and %s', (_, latencyBound) => {
    const run = { ...of(load), ...(latencyBound && { latencyBound }) };
    expect(blame(run)).toMatchObject({ during: 'load', seconds: 8, requests: 1_000 });
  });
});

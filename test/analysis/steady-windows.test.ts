import { describe, expect, it } from 'vitest';
import { instancePoints } from '../../src/analysis/instance-counts.ts';
import { littlesLaw } from '../../src/analysis/littles-law.ts';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { steadyWindows } from '../../src/analysis/steady-windows.ts';
import { warmUpLength } from '../../src/statistics/mser.ts';
import { type Knobs, syntheticRun, without } from '../verdict/synthetic-run.ts';

const windowsOf = (knobs: Partial<Knobs>, record = syntheticRun(knobs)) =>
  steadyWindows(loadSeconds(record.load), instancePoints(record.aws));

describe('warmUpLength', () => {
  const flat = (length: number, value: number) => Array.from({ length }, () => value);
  /** A small even swing, without which every cut of a flat series is as good. */
  const swing = (length: number, value: number) =>
    Array.from({ length }, (_, index) => value + (Math.floor(index / 5) % 2 === 0 ? 1 : -1));

  it.each<[string, number[], number | null]>([
    ['nothing of a flat series', flat(60, 20), 0],
    ['nothing of an even swing', swing(60, 20), 0],
    ['the slow start', [...flat(10, 200), ...swing(60, 20)], 10],
    [
      'a slow start that ends within a batch, with that batch',
      [...flat(12, 200), ...swing(58, 20)],
      15,
    ],
  ])('leaves out %s', (_what, values, length) => {
    expect(warmUpLength(values)).toBe(length);
  });

  it.each<[string, number[]]>([
    ['that only settles past its middle', [...flat(40, 200), ...swing(30, 20)]],
    ['of fewer than four batches', flat(19, 20)],
    ['that is empty', []],
  ])('finds no steady state in a series %s', (_what, values) => {
    expect(warmUpLength(values)).toBeNull();
  });
});

describe('steadyWindows', () => {
  it('never span a change of the instance count', () => {
    const windows = windowsOf({ planned: () => 1_000, latencyMs: () => 20 });
    expect(windows.map(({ instances, load }) => [instances, load[0]!.second])).toEqual([
      [1, 0],
      [3, 65],
    ]);
  });

  it('leave a segment out whose last three windows drift apart', () => {
    expect(windowsOf({ latencyMs: (second) => 20 + second })).toEqual([]);
  });

  it('end where nothing was answered', () => {
    const windows = windowsOf({
      planned: () => 1_000,
      latencyMs: () => 20,
      outcomes: (second, sent) => (second === 120 ? {} : { correct: sent }),
    });
    expect(windows.map(({ load }) => [load[0]!.second, load.at(-1)!.second])).toEqual([
      [0, 64],
      [65, 119],
      [121, 179],
    ]);
  });

  it('do without counts, as on a serverless endpoint', () => {
    const windows = windowsOf({}, without(syntheticRun({ latencyMs: () => 20 }), 'endpoint'));
    expect(windows).toMatchObject([{ instances: null }]);
  });
});

describe("Little's law", () => {
  const law = (inFlight: (sent: number) => number, rps = 1_000) => {
    const [window] = windowsOf({
      planned: () => rps,
      latencyMs: () => 20,
      serviceTimeMs: () => 20,
      inFlight: (_, sent) => inFlight(sent),
      steps: [],
    });
    return littlesLaw(window!)!;
  };

  it.each<[string, (sent: number) => number, number, boolean]>([
    ['agrees at 1,000/s x 20 ms = 20', () => 20, 1_000, false],
    ['lets be what sampling explains', () => 22, 1_000, false],
    ['is violated by twice as many in flight', () => 40, 1_000, true],
    ['is violated by half as many', () => 10, 1_000, true],
    ['cannot tell at a handful of requests', () => 1, 10, false],
  ])('%s', (_what, inFlight, rps, violated) => {
    expect(law(inFlight, rps).violated).toBe(violated);
  });

  it('states both sides', () => {
    expect(law(() => 40)).toMatchObject({ inFlight: 40 });
    expect(law(() => 40).expected).toBeCloseTo(20, 0);
    expect(law(() => 40).deviation).toBeCloseTo(0.5, 1);
  });
});

import { describe, expect, it } from 'vitest';
import { accuracyOverTime } from '../../src/analysis/accuracy-over-time.ts';
import { carriedOverTime } from '../../src/analysis/carried-over-time.ts';
import { stretchesOf, stretchSeconds } from '../../src/analysis/stretches.ts';
import type { LoadPoint } from '../../src/analysis/timeline.ts';
import { START_MS, timeline } from '../report/sample.ts';

const [ordinary] = timeline.load;

function load(
  seconds: number,
  of: (second: number) => Partial<LoadPoint> = () => ({}),
): LoadPoint[] {
  return Array.from({ length: seconds }, (_, second) => ({
    ...ordinary!,
    ...{ second, startMs: START_MS + second * 1_000 },
    ...of(second),
  }));
}

describe('stretches', () => {
  it.each([
    [0, 1],
    [1, 1],
    [900, 1],
    [901, 2],
    [3_600, 4],
    [86_400, 96],
  ])('divide %i seconds so that each has %i', (seconds, expected) => {
    const points = load(seconds);
    expect(stretchSeconds(points)).toBe(expected);
    const stretches = stretchesOf(points);
    expect(stretches.length).toBeLessThanOrEqual(900);
    expect(stretches.flatMap((stretch) => stretch.indexes)).toEqual([...points.keys()]);
  });

  it('stand at the middle of their time, also where seconds are missing', () => {
    const holey = load(10).filter(({ second }) => second !== 4 && second < 8);
    expect(stretchesOf(holey, 4).map(({ middleMs }) => middleMs - START_MS)).toEqual([
      2_000, 6_000,
    ]);
    expect(stretchesOf(holey, 4).map(({ points }) => points.length)).toEqual([4, 3]);
  });
});

describe('accuracyOverTime', () => {
  it.each([
    ['a thousand predictions a second', 1_000, 1],
    ['twenty', 20, 5],
    ['four, as of a slow model', 4, 30],
  ])('takes stretches of about a hundred: %s', (_, perSecond, seconds) => {
    const accuracy = accuracyOverTime(
      load(60, () => ({ outcomes: { correct: perSecond - 1, wrong: 1 } })),
    )!;
    expect(accuracy.seconds).toBe(seconds);
    for (const { share } of accuracy.stretches) expect(share).toBeCloseTo(1 - 1 / perSecond);
  });

  it('is unknown while nothing was predicted, and null where nothing ever was', () => {
    const outage = load(4, (second) => ({
      outcomes: second < 2 ? { correct: 200 } : { timeout: 200 },
    }));
    expect(accuracyOverTime(outage)!.stretches.map(({ share }) => share)).toEqual([
      1,
      1,
      null,
      null,
    ]);
    expect(accuracyOverTime(load(4, () => ({ outcomes: { timeout: 1 } })))).toBeNull();
  });
});

describe('carriedOverTime', () => {
  const polls = (counts: readonly (number | null)[]) =>
    counts.map((current, index) => ({
      atMs: START_MS + index * 1_000,
      ...{ current, desired: current, status: 'InService' },
    }));

  it('divides answers and requests by the instances that were surely in service', () => {
    const seconds = load(4, () => ({
      outcomes: { correct: 90, wrong: 10, throttled: 50 },
      sent: 150,
    }));
    const carried = carriedOverTime({ load: seconds, instances: polls([1, 1, 2, 2, 2]) });
    expect(carried.map(({ answeredRps }) => answeredRps)).toEqual([100, 100, 50, 50]);
    expect(carried.map(({ sentRps }) => sentRps)).toEqual([150, 150, 75, 75]);
  });

  it('is unknown where no instance was, or nobody counted', () => {
    const seconds = load(2, () => ({ outcomes: { correct: 100 } }));
    for (const instances of [[], polls([0, 0, 0]), polls([null, null])]) {
      expect(carriedOverTime({ load: seconds, instances })[0]!.answeredRps).toBeNull();
    }
  });
});

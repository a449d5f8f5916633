import { expect, test } from 'vitest';
import { eventTiming } from '../../src/analysis/event-timing.ts';
import { isBeyondError, pairedScaleOuts } from '../../src/analysis/paired-scale-outs.ts';
import { type ScalingEvent, STAGE_IDS, type StageId } from '../../src/analysis/scaling-event.ts';
import type { StageMoment } from '../../src/analysis/stages/stage-moment.ts';

/** @param seconds of each stage, in order; null: missing. Each is known to ±0.5 s. */
function scaleOut(...seconds: (number | null)[]): ScalingEvent {
  const moments = STAGE_IDS.map((id, at): [StageId, StageMoment] => {
    const second = seconds[at] ?? null;
    const isKnown = second !== null;
    return [
      id,
      {
        status: isKnown ? 'measured' : 'missing',
        atMs: isKnown ? 1_000_000 + second * 1_000 : null,
        plusMinusSeconds: isKnown ? 0.5 : null,
        ...{ source: '', resolutionSeconds: null, note: '' },
      },
    ];
  });
  return {
    ...{ direction: 'out', fromInstances: 1, toInstances: 2 },
    ...eventTiming(Object.fromEntries(moments) as Record<StageId, StageMoment>),
  };
}

const QUICK = scaleOut(0, 10, 25, 26, 27, 50, 60);
const SLOW = scaleOut(0, 10, 25, 26, 27, 70, 90);

const differences = (a: ScalingEvent, b: ScalingEvent, isSameClock = true) =>
  pairedScaleOuts([a], [b], isSameClock)[0]!.stages.map(
    ({ difference }) => difference?.seconds ?? null,
  );

test('the difference of a stage is that of the waits before it, with the errors of all four moments', () => {
  expect(differences(QUICK, SLOW)).toEqual([null, 0, 0, 0, 0, 20, 10]);
  const [{ total, stages }] = pairedScaleOuts([QUICK], [SLOW], true) as [
    ReturnType<typeof pairedScaleOuts>[0],
  ];
  expect(total).toEqual({ seconds: 20, plusMinusSeconds: 2 });
  expect(stages[5]!.difference).toEqual({ seconds: 20, plusMinusSeconds: 2 });
  expect(isBeyondError(total!)).toBe(true);
  expect(isBeyondError(stages[4]!.difference!)).toBe(false);
});

test('a wait from another stage is not subtracted', () => {
  const gap = scaleOut(0, 10, null, 26, 27, 50, 60);
  expect(differences(gap, SLOW)).toEqual([null, 0, null, null, 0, 20, 10]);
});

test('no seconds are subtracted from those of another clock', () => {
  expect(differences(QUICK, SLOW, false)).toEqual(Array(7).fill(null));
  expect(pairedScaleOuts([QUICK], [SLOW], false)[0]!.total).toBeNull();
});

test('scale-outs are paired in order, scale-ins left out, and one that the other run lacks stands alone', () => {
  const scaleIn: ScalingEvent = { ...QUICK, direction: 'in' };
  const pairs = pairedScaleOuts([scaleIn, QUICK], [SLOW, QUICK], true);
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([
    [QUICK, SLOW],
    [null, QUICK],
  ]);
  expect(pairs[1]!.stages.map(({ a, difference }) => a ?? difference)).toEqual(Array(7).fill(null));
});

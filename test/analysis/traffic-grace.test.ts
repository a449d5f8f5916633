import { describe, expect, it } from 'vitest';
import type { HeldWindow } from '../../src/analysis/held-rate.ts';
import type { LoadSecond } from '../../src/analysis/load-seconds.ts';
import type { ScalingEvent, Stage, StageId } from '../../src/analysis/scaling-event.ts';
import { helpedWindow, trafficGraceSeconds } from '../../src/analysis/traffic-grace.ts';

/** From second 100 for 60 s. */
const HELD = {
  fromMs: 100_000,
  seconds: 60,
  load: Array.from({ length: 60 }, (_, at) => ({ startMs: 100_000 + at * 1_000 }) as LoadSecond),
} satisfies HeldWindow;

const stage = (id: StageId, at: number | null, status: Stage['status'] = 'measured') =>
  ({ id, status, atMs: at === null ? null : at * 1_000 }) as Stage;
const scaleOut = (inService: number, recovered: Stage) =>
  ({
    direction: 'out',
    stages: [stage('in-service', inService), recovered],
  }) as unknown as ScalingEvent;

const leftOut = (events: readonly ScalingEvent[], graceSeconds = 30) => {
  const { load, leftOutSeconds } = helpedWindow(HELD, events, graceSeconds);
  expect(load.length + leftOutSeconds).toBe(60);
  return leftOutSeconds;
};

describe('the window in which new instances must have helped', () => {
  it.each<[string, ScalingEvent[], number]>([
    ['is the held one where nothing scaled out', [], 0],
    ['begins when latency recovered', [scaleOut(98, stage('latency-recovered', 112))], 12],
    ['begins after the grace at the latest', [scaleOut(98, stage('latency-recovered', 155))], 28],
    [
      'so it does where latency never recovered',
      [scaleOut(98, stage('latency-recovered', null, 'missing'))],
      28,
    ],
    [
      'is the held one where latency never rose',
      [scaleOut(98, stage('latency-recovered', null, 'not-applicable'))],
      0,
    ],
    [
      'gives no grace to a scale-out in its middle',
      [scaleOut(110, stage('latency-recovered', 120))],
      0,
    ],
    [
      'has forgotten one long before',
      [scaleOut(40, stage('latency-recovered', null, 'missing'))],
      0,
    ],
  ])('%s', (_what, events, expected) => {
    expect(leftOut(events)).toBe(expected);
  });

  it('is empty where the rate was held for no longer than the grace', () => {
    expect(leftOut([scaleOut(99, stage('latency-recovered', null, 'missing'))], 90)).toBe(60);
  });
});

it('the grace is a minute on AWS, and divided like all of its durations', () => {
  expect([1, 12, null].map(trafficGraceSeconds)).toEqual([60, 5, 60]);
});

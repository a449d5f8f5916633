import { expect, test } from 'vitest';
import type { StageId } from '../../src/analysis/scaling-event.ts';
import { testEachRow } from './each-row.ts';
import { observe } from './matrix-case.ts';
import { component, SINCE_2026_CASES } from './since-2026-cases.ts';
import { stagesBesideTruth } from './stages-beside-truth.ts';

testEachRow(SINCE_2026_CASES);

async function breachAt(publishSeconds: 10 | 30 | 60) {
  const metrics = { enhanced: publishSeconds < 60, publishSeconds };
  const { record, verdict } = await observe({ scaleproof: { standIn: { metrics } } });
  const { stages } = verdict.scalingEvents[0]!;
  const stage = (id: StageId) => stages.find((one) => one.id === id)!;
  const breach = stage('metric-breach');
  return {
    resolutionSeconds: breach.resolutionSeconds!,
    afterLoadStep: (breach.atMs! - stage('load-step').atMs!) / 1_000,
    besideTruth: stagesBesideTruth(record, verdict),
  };
}

test('a breach is dated as finely as the metric is published, and truly so', async () => {
  const [minute, half, ten] = [await breachAt(60), await breachAt(30), await breachAt(10)];
  expect([minute, half, ten].map(({ resolutionSeconds }) => resolutionSeconds)).toEqual([
    60, 30, 10,
  ]);
  expect([minute, half, ten].flatMap(({ besideTruth }) => besideTruth)).toEqual([]);
  // Nobody knows of a breach before its period ends.
  for (const { afterLoadStep, resolutionSeconds } of [half, ten]) {
    expect(afterLoadStep).toBeGreaterThan(0);
    expect(afterLoadStep).toBeLessThanOrEqual(2 * resolutionSeconds);
  }
  expect(ten.afterLoadStep).toBeLessThan(half.afterLoadStep);
  expect(half.afterLoadStep).toBeLessThan(minute.afterLoadStep);
}, 180_000);

test('the instances below copies came when the stand-in says', async () => {
  const { record, verdict } = await observe(component());
  const [event] = verdict.scalingEvents;
  const happened = (type: string) => record.truth.find((line) => line.type === type)!.atMs;
  const [wanted, served] = event!.instanceStages!;
  for (const [stage, atMs] of [
    [wanted!, happened('instances-wanted')],
    [served!, happened('instances-in-service')],
  ] as const) {
    expect(stage.status).toBe('measured');
    expect(Math.abs(stage.atMs! - atMs)).toBeLessThanOrEqual(stage.plusMinusSeconds! * 1_000 + 1);
  }
  expect(event).toMatchObject({ counts: 'copies', fromInstances: 1, toInstances: 3 });
}, 180_000);

/** What the stages of a scale-out say is held against what the stand-in knows really happened. */
import { expect, test } from 'vitest';
import type { ScalingEvent, StageId } from '../../src/analysis/scaling-event.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { runInVirtualTime } from './lab.ts';
import type { LabRun } from './lab-scenario.ts';

/** Each stage, and the first line of the truth that tells of it. */
const TRUTH: readonly (readonly [StageId, (line: RunRecord['truth'][number]) => boolean])[] = [
  ['metric-breach', ({ type }) => type === 'metric-breach'],
  ['alarm', ({ type, detail }) => type === 'alarm' && /AlarmHigh.* -> ALARM/.test(detail)],
  ['activity', ({ type }) => type === 'activity'],
  ['desired-changed', ({ type }) => type === 'desired-changed'],
  ['in-service', ({ type }) => type === 'in-service'],
];

const RUNS: readonly (readonly [string, LabRun])[] = [
  ...[1, 2, 3, 4, 5].map((seed) => [`seed ${seed}`, { seed }] as const),
  ...[90, -90].map((clockSkewSeconds) => {
    const run = { scaleproof: { standIn: { faults: { clockSkewSeconds } } } };
    return [`AWS's clock ${clockSkewSeconds} s off`, run] as const;
  }),
  [
    'calls throttled half the time',
    { scaleproof: { standIn: { faults: { apis: { throttledShare: 0.5 } } } } },
  ],
];

test.each(RUNS)('every stage lies within its stated error of the truth (%s)', async (_, run) => {
  const record = await runInVirtualTime(run);
  const [event] = judge(record).scalingEvents;
  expect(event).toMatchObject({ direction: 'out', fromInstances: 1, toInstances: 3 });
  for (const [id, isIt] of TRUTH) {
    const { atMs, plusMinusSeconds } = stage(event!, id);
    const trueMs = record.truth.find(isIt)!.atMs;
    // A millisecond for what AWS rounds its stamps to.
    expect(Math.abs(atMs! - trueMs), id).toBeLessThanOrEqual(plusMinusSeconds! * 1_000 + 1);
  }
});

function stage(event: ScalingEvent, id: StageId) {
  const found = event.stages.find((one) => one.id === id)!;
  expect(found.status, id).toBe('measured');
  return found;
}

/** What the stages of a scale-out say, held against what the stand-in knows really happened. */
import type { StageId } from '../../src/analysis/scaling-event.ts';
import type { RunRecord } from '../../src/record/read.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';

/** Each stage, and the first line of the truth that tells of it. */
const TRUTH: readonly (readonly [StageId, (line: RunRecord['truth'][number]) => boolean])[] = [
  ['metric-breach', ({ type }) => type === 'metric-breach'],
  ['alarm', ({ type, detail }) => type === 'alarm' && /AlarmHigh.* -> ALARM/.test(detail)],
  ['activity', ({ type }) => type === 'activity'],
  ['desired-changed', ({ type }) => type === 'desired-changed'],
  ['in-service', ({ type }) => type === 'in-service'],
];

/**
 * @param toleranceMs for what no stage can know of: the millisecond that AWS rounds its stamps to
 * @returns the stages of the first scale-out that were not measured, or lie further from the truth
 *   than they say they may; a line each
 */
export function stagesBesideTruth(
  { truth }: RunRecord,
  { scalingEvents }: Verdict,
  toleranceMs = 1,
): string[] {
  const out = scalingEvents.find(({ direction }) => direction === 'out');
  if (out === undefined) return ['no scale-out'];
  return TRUTH.flatMap(([id, isIt]) => {
    const { status, atMs, plusMinusSeconds } = out.stages.find((stage) => stage.id === id)!;
    const happened = truth.find(isIt);
    // What never happened cannot be measured.
    if (status !== 'measured') return happened === undefined ? [] : [`${id}: ${status}`];
    if (happened === undefined) return [`${id}: measured, and never happened`];
    const offMs = Math.abs(atMs! - happened.atMs);
    if (offMs <= plusMinusSeconds! * 1_000 + toleranceMs) return [];
    return [`${id}: ${offMs} ms off, and said to be within ${plusMinusSeconds} s`];
  });
}

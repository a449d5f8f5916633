/** What the stages of a scale-out say, held against what the stand-in knows really happened. */
import { isByLoad } from '../../src/analysis/scaling-cause.ts';
import type { ScalingEvent, StageId } from '../../src/analysis/scaling-event.ts';
import type { RunRecord } from '../../src/record/read.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';

type Line = RunRecord['truth'][number];

/** Each stage of an event, and the first line of the truth that tells of it. */
const TRUTH: readonly (readonly [StageId, (line: Line, event: ScalingEvent) => boolean])[] = [
  ['metric-breach', ({ type }) => type === 'metric-breach'],
  ['alarm', ({ type, detail }, { cause }) => type === 'alarm' && hasFired(detail, cause?.alarm)],
  ['activity', ({ type, detail }) => type === 'activity' && /desired/.test(detail)],
  ['desired-changed', ({ type }) => type === 'desired-changed'],
  // Copies come one by one, as instances come that have room for them.
  [
    'in-service',
    ({ type, inService }, { toInstances }) => type === 'in-service' && inService >= toInstances,
  ],
];

function hasFired(detail: string, alarm: string | null | undefined): boolean {
  return (
    detail.endsWith(' -> ALARM') &&
    (alarm == null ? /AlarmHigh/.test(detail) : detail.startsWith(alarm))
  );
}

/** What the event has: a schedule has no alarm, and the truth tells of breaches of a target alone. */
function isTold(id: StageId, { cause }: ScalingEvent): boolean {
  if (cause !== undefined && !isByLoad(cause)) return id !== 'metric-breach' && id !== 'alarm';
  return id !== 'metric-breach' || cause?.alarm == null || cause.alarm.includes('AlarmHigh');
}

/** When a stage of the event really came, epoch ms; null where the truth does not tell of it. */
export function reallyAt(
  { truth }: Pick<RunRecord, 'truth'>,
  event: ScalingEvent,
  wanted: StageId,
): number | null {
  const [, isIt] = TRUTH.find(([id]) => id === wanted) ?? [];
  if (isIt === undefined || !isTold(wanted, event)) return null;
  return truth.find((line) => isIt(line, event))?.atMs ?? null;
}

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
    if (!isTold(id, out)) return [];
    const happened = truth.find((line) => isIt(line, out));
    // What never happened cannot be measured.
    if (status !== 'measured') return happened === undefined ? [] : [`${id}: ${status}`];
    if (happened === undefined) return [`${id}: measured, and never happened`];
    const offMs = Math.abs(atMs! - happened.atMs);
    if (offMs <= plusMinusSeconds! * 1_000 + toleranceMs) return [];
    return [`${id}: ${offMs} ms off, and said to be within ${plusMinusSeconds} s`];
  });
}

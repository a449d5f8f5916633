/**
 * The lag of a scaling event taken apart into what caused it: whose wait it was, not which API call
 * showed it.
 *
 *     load-step .. alarm            detection     metric and alarm noticed
 *     alarm .. desired-changed      decision      Application Auto Scaling acted
 *     desired-changed .. in-service provisioning  the instances started
 *     in-service .. latency-recovered  recovery   callers felt it; not part of the lag itself
 */
import {
  type ScalingEvent,
  STAGE_IDS,
  type Stage,
  type StageId,
} from '../analysis/scaling-event.ts';

export type PartName = 'detection' | 'decision' | 'provisioning' | 'recovery';

const ENDS: readonly (readonly [part: PartName, end: StageId])[] = [
  ['detection', 'alarm'],
  ['decision', 'desired-changed'],
  ['provisioning', 'in-service'],
  ['recovery', 'latency-recovered'],
];

/** Less than this would be shown as 0.0 s. */
const LEAST_SECONDS = 0.05;

export interface LagPart {
  /** More than one where the moment between them was not measured. */
  readonly names: readonly PartName[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly seconds: number;
  /** Its ends cannot be told apart: a wait too short for its sources to see. */
  readonly sameTime: boolean;
  /** Both ends' uncertainty together: the true span surely lies within. */
  readonly plusMinusSeconds: number;
  /** Of `toMs` alone. */
  readonly endPlusMinusSeconds: number;
  /** Of the event's total, 0..1; null for recovery, which comes after it, and without a total. */
  readonly share: number | null;
}

/** @returns the measured parts in the order of time; none when fewer than two moments are known. */
export function lagParts(event: ScalingEvent): LagPart[] {
  const parts: LagPart[] = [];
  let start = event.stages.find(isMeasured);
  let names: PartName[] = [];
  for (const [name, endId] of ENDS) {
    // What was over before the first known moment is in no part.
    if (start === undefined || STAGE_IDS.indexOf(endId) <= STAGE_IDS.indexOf(start.id)) continue;
    names.push(name);
    const end = event.stages.find((stage) => stage.id === endId);
    if (end === undefined || !isMeasured(end)) continue;
    parts.push(partOf(names, start, end, event.totalSeconds));
    start = { ...end, atMs: Math.max(start.atMs, end.atMs) };
    names = [];
  }
  return parts;
}

type Measured = Stage & { readonly atMs: number };

function isMeasured(stage: Stage): stage is Measured {
  return stage.atMs !== null;
}

function partOf(
  names: readonly PartName[],
  start: Measured,
  end: Measured,
  totalSeconds: number | null,
): LagPart {
  const apartSeconds = (end.atMs - start.atMs) / 1_000;
  // Two sources may disagree by their errors about what came first: a wait is never negative.
  const seconds = Math.max(0, apartSeconds);
  const from = start.plusMinusSeconds ?? 0;
  const to = end.plusMinusSeconds ?? 0;
  const counts = totalSeconds !== null && totalSeconds > 0 && !names.includes('recovery');
  return {
    names,
    fromMs: start.atMs,
    toMs: Math.max(start.atMs, end.atMs),
    seconds,
    sameTime: apartSeconds < LEAST_SECONDS && Math.abs(apartSeconds) <= from + to,
    plusMinusSeconds: from + to,
    endPlusMinusSeconds: to,
    share: counts ? Math.min(1, seconds / totalSeconds) : null,
  };
}

/**
 * Splits the lag of a scaling event by cause: what was waited for, not which API call showed it.
 *
 *     load-step .. alarm               detection     metric and alarm
 *     alarm .. desired-changed         decision      Application Auto Scaling
 *     desired-changed .. in-service    provisioning  instances starting
 *     in-service .. latency-recovered  recovery      effect on callers; not part of the lag itself
 */
import {
  LAG_PARTS,
  type Lag,
  type LagPart,
  type LagPartName,
  STAGE_IDS,
  type Stage,
  type StageId,
} from './scaling-event.ts';

const FIRST: StageId = 'load-step';
const ENDS: Readonly<Record<LagPartName, StageId>> = {
  detection: 'alarm',
  decision: 'desired-changed',
  provisioning: 'in-service',
  recovery: 'latency-recovered',
};

/** @param stages in the order of STAGE_IDS */
export function lagOf(stages: readonly Stage[], totalSeconds: number | null): Lag {
  const parts = lagParts(stages, totalSeconds);
  const wait = (name: LagPartName): Lag['detectionSeconds'] => {
    const part = parts.find(({ names }) => names.length === 1 && names[0] === name);
    if (part === undefined || part.fromStage !== startOf(name)) return null;
    return { value: part.seconds, plusMinus: part.plusMinusSeconds };
  };
  return {
    detectionSeconds: wait('detection'),
    decisionSeconds: wait('decision'),
    provisioningSeconds: wait('provisioning'),
    recoverySeconds: wait('recovery'),
    parts,
  };
}

/** The part of the lag that the wait for a stage belongs to. */
export function lagPartOf(stage: StageId): LagPartName {
  const place = STAGE_IDS.indexOf(stage);
  return LAG_PARTS.find((name) => place <= STAGE_IDS.indexOf(ENDS[name]))!;
}

function startOf(name: LagPartName): StageId {
  const before = LAG_PARTS[LAG_PARTS.indexOf(name) - 1];
  return before === undefined ? FIRST : ENDS[before];
}

/** None when fewer than two moments are known. */
function lagParts(stages: readonly Stage[], totalSeconds: number | null): LagPart[] {
  const parts: LagPart[] = [];
  let start = stages.find(isMeasured);
  let names: LagPartName[] = [];
  for (const name of LAG_PARTS) {
    // A part that ended before the first known moment is unknown.
    if (start === undefined || STAGE_IDS.indexOf(ENDS[name]) <= STAGE_IDS.indexOf(start.id)) {
      continue;
    }
    names.push(name);
    const end = stages.find((stage) => stage.id === ENDS[name]);
    if (end === undefined || !isMeasured(end)) continue;
    parts.push(partOf(names, start, end, totalSeconds));
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
  names: LagPartName[],
  start: Measured,
  end: Measured,
  totalSeconds: number | null,
): LagPart {
  const toMs = Math.max(start.atMs, end.atMs);
  // Two sources may disagree, within their errors, about which came first: a wait is never negative.
  const seconds = (toMs - start.atMs) / 1_000;
  const endPlusMinusSeconds = end.plusMinusSeconds ?? 0;
  const counts = totalSeconds !== null && totalSeconds > 0 && !names.includes('recovery');
  return {
    names,
    fromStage: start.id,
    toStage: end.id,
    fromMs: start.atMs,
    toMs,
    seconds,
    plusMinusSeconds: (start.plusMinusSeconds ?? 0) + endPlusMinusSeconds,
    endPlusMinusSeconds,
    sameTime: atSameTime(seconds, start, end),
    share: counts ? Math.min(1, seconds / totalSeconds) : null,
  };
}

/** A shorter wait would be shown as 0.0 s. */
const LEAST_SECONDS = 0.05;

type Moment = Pick<Measured, 'atMs' | 'plusMinusSeconds'>;

/** Whether two moments are indistinguishable: the wait is tiny and within the errors of their sources. */
export function atSameTime(waitSeconds: number, earlier: Moment, later: Moment): boolean {
  const errorSeconds = (earlier.plusMinusSeconds ?? 0) + (later.plusMinusSeconds ?? 0);
  return waitSeconds < LEAST_SECONDS && Math.abs(later.atMs - earlier.atMs) <= errorSeconds * 1_000;
}

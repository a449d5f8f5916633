/** Puts the scale-outs of two runs side by side, with the difference of each wait and its error. */
import { type ScalingEvent, STAGE_IDS, type Stage, type StageId } from './scaling-event.ts';

export interface PairedStage {
  readonly id: StageId;
  /** Null where the run has no such scale-out. */
  readonly a: Stage | null;
  readonly b: Stage | null;
  /** How much longer B waited for the stage; null where one did not measure it, or from another stage. */
  readonly difference: Difference | null;
}

export interface PairedScaleOut {
  readonly a: ScalingEvent | null;
  readonly b: ScalingEvent | null;
  /** In the order of STAGE_IDS, all of them. */
  readonly stages: readonly PairedStage[];
  /** From the load's step to `in-service`. */
  readonly total: Difference | null;
}

/** B − A, in seconds. */
export interface Difference {
  readonly seconds: number;
  /** The errors of all moments together: the true difference lies within. */
  readonly plusMinusSeconds: number;
}

/**
 * The first scale-out of one beside the first of the other, and so on.
 *
 * @param isSameClock false where AWS's durations were divided differently: then no seconds are subtracted
 */
export function pairedScaleOuts(
  a: readonly ScalingEvent[],
  b: readonly ScalingEvent[],
  isSameClock: boolean,
): PairedScaleOut[] {
  const [outA, outB] = [a, b].map((events) =>
    events.filter(({ direction }) => direction === 'out'),
  );
  const most = Math.max(outA!.length, outB!.length);
  return Array.from({ length: most }, (_, at) => {
    const [one, other] = [outA![at] ?? null, outB![at] ?? null];
    const waits = isSameClock ? [waitsOf(one), waitsOf(other)] : [];
    const between = (id: StageId) => differenceOf(waits[0]?.get(id), waits[1]?.get(id));
    const totals = isSameClock ? [totalOf(one), totalOf(other)] : [];
    return {
      ...{ a: one, b: other },
      stages: STAGE_IDS.map((id) => ({
        ...{ id, a: stageOf(one, id), b: stageOf(other, id) },
        difference: between(id),
      })),
      total: differenceOf(totals[0], totals[1]),
    };
  });
}

/** A duration between two stages. */
interface Wait {
  readonly from: StageId;
  readonly seconds: number;
  readonly plusMinusSeconds: number;
}

function stageOf(event: ScalingEvent | null, id: StageId): Stage | null {
  return event?.stages.find((stage) => stage.id === id) ?? null;
}

function waitsOf(event: ScalingEvent | null): Map<StageId, Wait> {
  const waits = new Map<StageId, Wait>();
  let before: Stage | null = null;
  for (const stage of event?.stages ?? []) {
    if (stage.atMs === null) continue;
    if (before !== null && stage.secondsFromPrevious !== null) {
      waits.set(stage.id, {
        from: before.id,
        seconds: stage.secondsFromPrevious,
        plusMinusSeconds: errorOf(before) + errorOf(stage),
      });
    }
    before = stage;
  }
  return waits;
}

function totalOf(event: ScalingEvent | null): Wait | undefined {
  const first = event?.stages.find(({ atMs }) => atMs !== null);
  const last = stageOf(event, 'in-service');
  if (event === null || event.totalSeconds === null || !first || last === null) return undefined;
  return {
    from: first.id,
    seconds: event.totalSeconds,
    plusMinusSeconds: errorOf(first) + errorOf(last),
  };
}

function errorOf({ plusMinusSeconds }: Stage): number {
  return plusMinusSeconds ?? 0;
}

function differenceOf(a: Wait | undefined, b: Wait | undefined): Difference | null {
  if (a === undefined || b === undefined || a.from !== b.from) return null;
  return {
    seconds: b.seconds - a.seconds,
    plusMinusSeconds: a.plusMinusSeconds + b.plusMinusSeconds,
  };
}

/** Whether the difference is larger than its measurement uncertainty. */
export function isBeyondError({ seconds, plusMinusSeconds }: Difference): boolean {
  return Math.abs(seconds) > plusMinusSeconds;
}

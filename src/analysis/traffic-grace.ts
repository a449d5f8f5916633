/** Time that new instances have to take traffic: SageMaker counts them as in service before it sends them requests. */
import { TRAFFIC_GRACE_SECONDS } from '../aws/target-tracking.ts';
import type { HeldWindow } from './held-rate.ts';
import type { LoadSecond } from './load-seconds.ts';
import { stageMs } from './reversals.ts';
import type { ScalingEvent } from './scaling-event.ts';

/** @param timeCompression null where it is not known: AWS's own duration then */
export function trafficGraceSeconds(timeCompression: number | null): number {
  return TRAFFIC_GRACE_SECONDS / (timeCompression ?? 1);
}

export interface HelpedWindow {
  readonly load: readonly LoadSecond[];
  /** What was left out at the front of the held window, whole seconds. */
  readonly leftOutSeconds: number;
}

/**
 * The part of a held window in which the instances that came last must have helped: from when latency
 * recovered, and in any case once the grace is over. Where latency never rose, the whole window.
 *
 * A scale-out in the middle of the window gets no grace: those before it had to carry the rate.
 */
export function helpedWindow(
  held: HeldWindow,
  events: readonly ScalingEvent[],
  graceSeconds: number,
): HelpedWindow {
  const graceMs = graceSeconds * 1_000;
  const helpsFromMs = events
    .filter(({ direction }) => direction === 'out')
    .flatMap((event) => {
      const inServiceMs = stageMs(event, 'in-service');
      const recovered = event.stages.find(({ id }) => id === 'latency-recovered');
      if (inServiceMs === null || inServiceMs > held.fromMs) return [];
      if (recovered === undefined || recovered.status === 'not-applicable') return [];
      return [Math.min(recovered.atMs ?? Number.POSITIVE_INFINITY, inServiceMs + graceMs)];
    });
  const fromMs = Math.max(held.fromMs, ...helpsFromMs);
  const load = held.load.filter(({ startMs }) => startMs >= fromMs);
  return { load, leftOutSeconds: held.load.length - load.length };
}

/** Leaves out the time until new instances take traffic: SageMaker counts them as in service before that. */
import { TRAFFIC_GRACE_SECONDS } from '../aws/target-tracking.ts';
import type { HeldWindow } from './held-rate.ts';
import type { LoadSecond } from './load-seconds.ts';
import { stageMs } from './reversals.ts';
import type { ScalingEvent } from './scaling-event.ts';

/** @param timeCompression null when unknown: the duration is then that of AWS */
export function trafficGraceSeconds(timeCompression: number | null): number {
  return TRAFFIC_GRACE_SECONDS / (timeCompression ?? 1);
}

export interface HelpedWindow {
  readonly load: readonly LoadSecond[];
  /** Whole seconds left out at the front of the held window. */
  readonly leftOutSeconds: number;
}

/**
 * The part of a held window in which the newest instances must take traffic: from the moment latency recovered,
 * but no later than the end of the grace. The whole window if latency never rose.
 *
 * A scale-out during the window gets no grace: the instances before it had to carry the rate.
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

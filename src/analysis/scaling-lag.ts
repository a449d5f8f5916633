/** How long a policy took from the load that called for instances until these were in service. */
import type { ScalingEvent } from './scaling-event.ts';

export interface ScalingLag {
  readonly detectionSeconds: number;
  readonly decisionSeconds: number;
  readonly provisioningSeconds: number;
  /** Of all three together. */
  readonly totalSeconds: number;
  readonly plusMinusSeconds: number;
  readonly fromInstances: number;
  readonly toInstances: number;
}

/** Wall-clock seconds. The slowest scale-out of those measured whole: a policy has to do for that one, too. */
export function slowestScaleOut(events: readonly ScalingEvent[]): ScalingLag | null {
  const lags = events.flatMap(({ direction, lag, fromInstances, toInstances }) => {
    const { detectionSeconds, decisionSeconds, provisioningSeconds } = lag;
    if (direction !== 'out') return [];
    if (detectionSeconds === null || decisionSeconds === null || provisioningSeconds === null) {
      return [];
    }
    const waits = [detectionSeconds, decisionSeconds, provisioningSeconds];
    return [
      {
        detectionSeconds: detectionSeconds.value,
        decisionSeconds: decisionSeconds.value,
        provisioningSeconds: provisioningSeconds.value,
        totalSeconds: waits.reduce((sum, { value }) => sum + value, 0),
        // The moments between them cancel out; the ends remain.
        plusMinusSeconds: Math.max(...waits.map(({ plusMinus }) => plusMinus)),
        fromInstances,
        toInstances,
      },
    ];
  });
  return lags.toSorted((left, right) => right.totalSeconds - left.totalSeconds)[0] ?? null;
}

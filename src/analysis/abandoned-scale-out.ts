/** Finds scale-outs that SageMaker accepted and then gave up without a reason, as it does when capacity is short. */
import { instanceChanges } from './instance-changes.ts';
import type { InstancesPoint } from './timeline.ts';

export interface AbandonedScaleOut {
  readonly fromInstances: number;
  readonly toInstances: number;
  /** For how long the endpoint tried. */
  readonly seconds: number;
}

/**
 * The longest attempt after which the desired count went back to the count in service; null when there was
 * none.
 *
 * @param points in time order
 */
export function abandonedScaleOut(points: readonly InstancesPoint[]): AbandonedScaleOut | null {
  const abandoned = instanceChanges(points).flatMap(
    ({ desired, withdrawn, direction, from, to }) => {
      if (!withdrawn || direction !== 'out' || desired === null) return [];
      const since = desired.poll.atMs;
      const back = points.find(
        (point) => point.atMs > since && point.desired !== null && point.desired < to,
      );
      if (back === undefined) return [];
      return [{ fromInstances: from, toInstances: to, seconds: (back.atMs - since) / 1_000 }];
    },
  );
  return abandoned.toSorted((left, right) => right.seconds - left.seconds)[0] ?? null;
}

/** What each instance in service answered, and was sent, over the load. */
import { predictions } from './carried.ts';
import { countedPoints, surelyInService } from './instance-counts.ts';
import { type Stretch, stretchesOf } from './stretches.ts';
import type { Timeline } from './timeline.ts';

export interface CarriedOverTime extends Stretch {
  /** Surely in service all the time; null where it is not known, or none was. */
  readonly instances: number | null;
  /** Predictions a second of each instance; null where the number of instances is. */
  readonly answeredRps: number | null;
  /** Requests a second. */
  readonly sentRps: number | null;
}

export function carriedOverTime({
  load,
  instances,
}: Pick<Timeline, 'load' | 'instances'>): CarriedOverTime[] {
  const known = countedPoints(instances);
  return stretchesOf(load).map((stretch) => {
    const counts = stretch.points.map(({ startMs }) => surelyInService(known, startMs + 500));
    const least = counts.reduce<number | null>(
      (fewest, count) => (fewest === null || count === null ? null : Math.min(fewest, count)),
      counts[0] ?? null,
    );
    const inService = least === 0 ? null : least;
    const each = (of: (point: Stretch['points'][number]) => number) =>
      inService === null
        ? null
        : stretch.points.reduce((sum, point) => sum + of(point), 0) / counts.length / inService;
    return {
      ...stretch,
      instances: inService,
      answeredRps: each(predictions),
      sentRps: each(({ sent }) => sent),
    };
  });
}

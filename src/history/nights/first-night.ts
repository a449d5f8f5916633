/** Names the night in which a change began, as near as its nights tell. */
import { median as medianOf } from '../../statistics/order-statistics.ts';

/** A change point is no farther off than that, unless what changed is mostly noise. */
const FARTHEST = 10;

/**
 * Change points are found by distances between all nights of two levels, in which an odd night a few days before the
 * change counts for more than the ordinary nights between. So of the nights around the change point, that one is the
 * first from which the sum of distances to the nearer of both medians is least.
 *
 * @param values of all nights. @param from place of the change point. @param earliest where it may lie, above 0.
 * @param normal the level before it
 */
export function firstNight(
  values: readonly number[],
  { from, earliest }: { readonly from: number; readonly earliest: number },
  normal: number,
): number {
  const changed = medianOf(values.slice(from));
  // How much worse it is to take the night for a changed one than for a normal one.
  const excess = (place: number) =>
    Math.abs(values[place]! - changed) - Math.abs(values[place]! - normal);
  let best = { place: from, sum: 0 };
  let sum = 0;
  for (let place = from - 1; place >= Math.max(earliest, from - FARTHEST); place -= 1) {
    sum += excess(place);
    if (sum < best.sum) best = { place, sum };
  }
  sum = 0;
  for (let place = from; place < Math.min(values.length - 1, from + FARTHEST); place += 1) {
    sum -= excess(place);
    if (sum < best.sum) best = { place: place + 1, sum };
  }
  return best.place;
}

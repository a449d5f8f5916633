/** Divides a load into stretches of whole seconds: charts of an hour need no point a second. */
import type { LoadPoint } from './timeline.ts';

export interface Stretch {
  /** Middle of the stretch, local epoch ms. */
  readonly middleMs: number;
  /** At least one, in time order; seconds that nobody reported are missing. */
  readonly points: readonly LoadPoint[];
  /** Where they stand in the load. */
  readonly indexes: readonly number[];
}

/** More points than a screen has room for would only make the page larger. */
const MOST_STRETCHES = 900;

/** Whole seconds for each of at most 900 stretches: 1 for a quarter of an hour, 4 for an hour. */
export function stretchSeconds(load: readonly LoadPoint[]): number {
  const first = load[0]?.second ?? 0;
  const last = load.at(-1)?.second ?? 0;
  return Math.max(1, Math.ceil((last - first + 1) / MOST_STRETCHES));
}

/** @returns only those with a point, in time order */
export function stretchesOf(load: readonly LoadPoint[], seconds = stretchSeconds(load)): Stretch[] {
  const byNumber = Map.groupBy(load.keys(), (index) => Math.floor(load[index]!.second / seconds));
  return [...byNumber].map(([number, indexes]) => {
    const points = indexes.map((index) => load[index]!);
    const [first] = points;
    const startMs = first!.startMs - (first!.second - number * seconds) * 1_000;
    return { middleMs: startMs + seconds * 500, points, indexes };
  });
}

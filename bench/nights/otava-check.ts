/** Asks Apache Otava itself about some of the series: the column that bears its name is computed by our own port. */
import { changePoints } from '../../src/statistics/change-points.ts';
import { askOtava, hasOtava } from '../../test/statistics/otava.ts';
import { NIGHTS, quietNights } from './trial.ts';

/** Nights between two that are asked about. */
const EVERY = 20;
const SERIES = 2;

/** One sentence. */
export function checkedByOtava(cells: readonly { kind: number; noise: number }[]): string {
  if (!hasOtava()) {
    return 'Not compared with Apache Otava itself: it is not installed here.';
  }
  const asked = cells.flatMap(({ kind, noise }) =>
    Array.from({ length: SERIES }, (_, seed) => quietNights(kind, noise, seed)).flatMap((values) =>
      Array.from({ length: NIGHTS / EVERY }, (_, step) => values.slice(0, (step + 1) * EVERY)),
    ),
  );
  const theirs = askOtava(asked, {});
  const same = asked.filter(
    (values, index) =>
      changePoints(values)
        .map((point) => point.index)
        .join() === theirs[index]!.map((point) => point.index).join(),
  ).length;
  return `Apache Otava 0.8.0 itself was asked about ${asked.length} of these series, and named the same change points in ${same} of them.`;
}

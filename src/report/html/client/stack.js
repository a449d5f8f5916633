/** What uPlot draws of a chart: stacked series as sums of themselves and all below. */
/** @import { Chart } from '../chart-data.ts' */

/** The first series is on top: it is drawn first, and those below cover its lower part. @param {Chart} chart */
export const columnsOf = ({ x, series, stacked }) => {
  const own = series.map(({ values }) => values);
  if (!stacked) return [x, ...own];
  const columns = own.map((values) => [...values]);
  for (let index = columns.length - 2; index >= 0; index -= 1) {
    const below = columns[index + 1] ?? [];
    columns[index] = (columns[index] ?? []).map((value, at) =>
      value === null ? (below[at] ?? null) : value + (below[at] ?? 0),
    );
  }
  return [x, ...columns];
};

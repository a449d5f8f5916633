/** Restores the page's data; the inverse of `packed-data.ts`. */
/** @import { PageData } from '../chart-data.ts' */
/** @import { PackedData, Runs } from '../packed-data.ts' */

/** @template {number | null} T @param {Runs<T>} runs @returns {T[]} */
const valuesOf = (runs) =>
  runs.flatMap((run) => (Array.isArray(run) ? Array(run[1]).fill(run[0]) : [run]));

/** @param {PackedData} packed @returns {PageData} */
export const unpack = (packed) => ({
  ...packed,
  charts: packed.charts.map(({ steps, series, ...chart }) => {
    let milliseconds = 0;
    const x = valuesOf(steps).map((step) => {
      milliseconds += step;
      return milliseconds / 1_000;
    });
    return { ...chart, x, series: series.map((one) => ({ ...one, values: valuesOf(one.values) })) };
  }),
});

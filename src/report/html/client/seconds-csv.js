/** The charts as CSV for spreadsheets and notebooks. */
/** @import { ChartSeries, PageData } from '../chart-data.ts' */

/**
 * What a chart shows in a second: of a stepped line the value that holds at its middle, of others the nearest point
 * within it.
 * @param {readonly number[]} x @param {ChartSeries} series @returns {(second: number) => number | null}
 */
const reader = (x, { stepped, values }) => {
  let at = -1;
  return (second) => {
    while (at + 1 < x.length && (x[at + 1] ?? 0) <= second + (stepped ? 0.5 : 0.999)) at += 1;
    return stepped || (x[at] ?? second - 1) >= second ? (values[at] ?? null) : null;
  };
};

/** @param {string | number | null} cell */
const csvCell = (cell) =>
  typeof cell === 'string' && /[",\r\n]/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : String(cell ?? '');

/** A row a second, a column a line; the chart's id begins its name, so that no name begins a formula. @param {PageData} data */
export const secondsAsCsv = ({ from, to, charts }) => {
  const columns = charts.flatMap(({ id, format, x, series }) =>
    series.map((one) => ({
      name: `${id}: ${one.label}${format === 'milliseconds' ? ' (ms)' : ''}`,
      read: reader(x, one),
    })),
  );
  const rows = [['seconds_since_load_began', ...columns.map(({ name }) => name)].map(csvCell)];
  for (let second = Math.floor(from); second < to; second += 1) {
    rows.push([second, ...columns.map(({ read }) => read(second))].map(csvCell));
  }
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
};

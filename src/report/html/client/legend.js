/** The value of each line at the cursor, or without one the highest in view. */
/** @import { Chart } from '../chart-data.ts' */
/** @import { Span } from './view.js' */
import { clock } from '../../../format/numbers.js';
import { valueText } from './values.js';

/** @param {Chart} chart @param {readonly (number | null)[]} values @param {Span} view */
const highest = ({ x }, values, view) =>
  values.reduce(
    (most, value, index) =>
      value !== null && (x[index] ?? 0) >= view.from && (x[index] ?? 0) <= view.to
        ? Math.max(most ?? value, value)
        : most,
    /** @type {number | null} */ (null),
  );

/** @param {Chart} chart @param {HTMLElement} list */
export const buildLegend = (chart, list) => {
  list.replaceChildren(
    ...chart.series.map(({ label, color, line }) => {
      const row = document.createElement('div');
      const name = document.createElement('dt');
      const key = document.createElement('i');
      key.className = `key is-${line} color-${color}`;
      name.append(key, label);
      row.append(name, document.createElement('dd'));
      return row;
    }),
  );
};

/**
 * @param {Chart} chart
 * @param {HTMLElement} list
 * @param {number | null} index of the point under the cursor; null without a cursor
 * @param {Span} view
 */
export const fillLegend = (chart, list, index, view) => {
  const cells = list.querySelectorAll('dd');
  chart.series.forEach(({ values }, place) => {
    const value = index === null ? highest(chart, values, view) : values[index];
    const cell = cells[place];
    if (cell) cell.textContent = valueText(chart, value);
  });
};

/** What the cursor shows, as a sentence for screen readers. @param {number} second @param {readonly (readonly [Chart, number | null])[]} at */
export const sentence = (second, at) =>
  `At ${clock(second)}: ${at
    .flatMap(([chart, index]) =>
      index === null
        ? []
        : chart.series.map((series) => `${series.label} ${valueText(chart, series.values[index])}`),
    )
    .join(', ')}.`;

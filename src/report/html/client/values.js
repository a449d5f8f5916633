/** A chart's values as text, for its legend and its table. */
/** @import { Chart } from '../chart-data.ts' */
import { figure, milliseconds, percent } from '../../../format/numbers.js';

/** @type {Record<Chart['format'], (value: number) => string>} */
export const VALUE_FORMATS = {
  count: figure,
  milliseconds,
  percent: (value) => percent(value / 100),
  instances: figure,
};

/** @param {Pick<Chart, 'format'>} chart @param {number | null | undefined} value */
export const valueText = ({ format }, value) =>
  value == null ? '–' : VALUE_FORMATS[format](value);

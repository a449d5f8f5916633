/** A metric's value with its unit. Plain JavaScript, because the HTML reports embed this file. */
import { figure, milliseconds, percent, perSecond, seconds } from './numbers.js';

/** @type {Record<'ms' | 'seconds' | 'requests/s' | 'share' | 'instance-hours', (value: number) => string>} */
const IN_UNIT = {
  ms: milliseconds,
  seconds,
  'requests/s': perSecond,
  share: percent,
  'instance-hours': (value) => `${figure(value)} h`,
};

/** @param {number | null} value @param {keyof typeof IN_UNIT} unit */
export const inUnit = (value, unit) => (value === null ? 'n/a' : IN_UNIT[unit](value));

/**
 * `+10.3 %`, or for shares `-0.5 points`.
 * @param {number | null} change 0.1 is 10 % more, or ten points
 * @param {'ratio' | 'difference'} compareBy
 */
export const changeText = (change, compareBy) => {
  if (change === null) return 'n/a';
  const size = compareBy === 'ratio' ? percent(change) : `${figure(change * 100)} points`;
  return change > 0 ? `+${size}` : size;
};

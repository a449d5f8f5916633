/**
 * Numbers as text. Whatever a reader sees, in a terminal, a report, a message or a chart, is
 * written here and nowhere else.
 *
 * - **Language.** en-US on every machine, so that a run reads the same everywhere: `12,345.6`.
 * - **Digits.** What was measured has three significant digits, all of those before the point, and
 *   none finer than 0.01 ms or 0.1 s. Trailing zeros are dropped, but in columns of moments
 *   (`tenths`, `wait`), where the points should stand below each other. What was set (a target, a
 *   price) keeps the digits it has.
 * - **Zero.** Only 0 reads as 0. What is too small to show is `< 0.1 s`, `< 0.001 %`, `< $0.01`.
 * - **All.** Only all of it reads as `100 %`. The digits of a share count from its nearer end: 99.96 %
 *   is as far from 100 % as 0.04 % is from 0 %. What is too close to show is `> 99.999 %`.
 * - **Units.** After a space, `%` too: `12 ms`. `$` stands before, `/s` behind without a space. A noun
 *   agrees with its count: `1 instance`, `2 instances`.
 * - **Time.** Milliseconds below 10 s, then seconds. Times of scaling stay in seconds, however many:
 *   so are AWS's periods and cooldowns, and what a scenario expects. How long a load lasts, and
 *   places in it, are `1:02:20`.
 * - **Unknown.** `n/a`.
 *
 * Plain JavaScript, because the page of a report carries this file into the browser.
 */

const NONE = 'n/a';

/**
 * Made when first used: all of them would slow down the start of every command.
 * @param {Intl.NumberFormatOptions} options
 * @returns {(value: number) => string}
 */
const inEnglish = (options) => {
  /** @type {Intl.NumberFormat | undefined} */
  let made;
  return (value) => {
    // Without `signDisplay` -0.04 would be written -0.
    made ??= new Intl.NumberFormat('en-US', { signDisplay: 'negative', ...options });
    return made.format(value);
  };
};

/** By the number of decimals. */
const ROUNDED = [0, 1, 2, 3].map((digits) => inEnglish({ maximumFractionDigits: digits }));
const short = inEnglish({ notation: 'compact', maximumSignificantDigits: 3 });
const withTenths = inEnglish({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const exact = inEnglish({
  maximumFractionDigits: 2,
  maximumSignificantDigits: 3,
  roundingPriority: 'morePrecision',
});
const withCents = inEnglish({ style: 'currency', currency: 'USD' });
const withAllCents = inEnglish({ style: 'currency', currency: 'USD', maximumFractionDigits: 10 });

/** @param {number} value @param {number} digits decimals at most, up to 3 @returns {string} */
const rounded = (value, digits) =>
  /** @type {(value: number) => string} */ (ROUNDED[digits])(value);

/** @param {number} value @param {number} finest decimals at most @param {string} unit with its space */
function measured(value, finest, unit) {
  const size = Math.abs(value);
  const smallest = 10 ** -finest;
  if (size > 0 && size < smallest / 2) {
    return value > 0 ? `< ${smallest}${unit}` : `> -${smallest}${unit}`;
  }
  const digits = size < 10 ? 2 : size < 100 ? 1 : 0;
  return `${rounded(value, Math.min(digits, finest))}${unit}`;
}

/** `12,345`. @param {number | null} value */
export function count(value) {
  return value === null ? NONE : rounded(value, 0);
}

/** `1 instance`, `3 instances`. @param {number} value @param {string} one @param {string} many */
export function counted(value, one, many = `${one}s`) {
  const number = count(value);
  return `${number} ${number === '1' ? one : many}`;
}

/** Something measured that has no unit: `0.25`, `30.2`, `1,019`. @param {number} value */
export function figure(value) {
  return measured(value, 2, '');
}

/** Something that was set, such as the target of a policy: `1,500`, `66.67`. @param {number} value */
export function level(value) {
  return exact(value);
}

/** For axes and narrow places: `24K`. @param {number | null} value */
export function compact(value) {
  return value === null ? NONE : short(value);
}

/** `1,000 requests/s`. @param {number} perSecond */
export function rate(perSecond) {
  return `${figure(perSecond)} requests/s`;
}

/** Where the requests go without saying: `1,000/s`. @param {number | null} value */
export function perSecond(value) {
  return value === null ? NONE : `${figure(value)}/s`;
}

/** `0.12 ms`, `46.9 ms`, `1,326 ms`, `12.3 s`. @param {number | null} value */
export function milliseconds(value) {
  if (value === null) return NONE;
  return Math.round(value) < 10_000 ? measured(value, 2, ' ms') : `${figure(value / 1_000)} s`;
}

/** Two digits, where a figure changes every second: `47 ms`, `1.3 s`. @param {number | null} value */
export function briefMilliseconds(value) {
  if (value === null) return NONE;
  const [inUnit, unit] = Math.round(value) < 1_000 ? [value, ' ms'] : [value / 1_000, ' s'];
  return measured(inUnit, inUnit < 10 ? 1 : 0, unit);
}

/** `4.5 s`, `440 s`. @param {number | null} value */
export function seconds(value) {
  return value === null ? NONE : measured(value, 1, ' s');
}

/**
 * `38.2 s ± 0.3 s`; without the error where it is unknown or nothing.
 * @param {number} value
 * @param {number | null} plusMinus
 */
export function secondsWithError(value, plusMinus) {
  return plusMinus === null || plusMinus < 0.05
    ? seconds(value)
    : `${seconds(value)} ± ${seconds(plusMinus)}`;
}

/** In a column: `38.2 s`, `440.0 s`. @param {number | null} value in seconds */
export function tenths(value) {
  return value === null ? NONE : `${withTenths(value)} s`;
}

/** Since another moment, in a column: `+12.1 s`; empty without one. @param {number | null} value */
export function wait(value) {
  return value === null ? '' : `${value < 0 ? '-' : '+'}${tenths(Math.abs(value))}`;
}

/** `97.04 %`, `0.046 %`. @param {number} share 0..1, or beyond for a change */
export function percent(share) {
  const value = share * 100;
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) return value > 0 ? '< 0.001 %' : '> -0.001 %';
  if (value > 99.999 && value < 100) return '> 99.999 %';
  const fromNearerEnd = size < 100 ? Math.min(size, 100 - size) : size;
  const digits = size === 100 || fromNearerEnd >= 10 ? 1 : fromNearerEnd >= 1 ? 2 : 3;
  return `${rounded(value, digits)} %`;
}

/** A share of something that is not known to a tenth: `45 %`, `< 1 %`. @param {number} share 0..1 */
export function wholePercent(share) {
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share > 0.99 && share < 1) return '> 99 %';
  return `${count(share * 100)} %`;
}

/** @param {number} part @param {number} all */
export function share(part, all) {
  return all === 0 ? NONE : percent(part / all);
}

/** A sum: `$1,234.50`. @param {number} usd */
export function dollars(usd) {
  return usd > 0 && usd < 0.01 ? '< $0.01' : withCents(usd);
}

/** What one of something costs, with all its digits: `$0.23`, `$0.0000166667`. @param {number} usd */
export function dollarsEach(usd) {
  return withAllCents(usd);
}

/** How long a load lasts, or a place in it: `1:05`, `1:02:20`, `-0:10`. @param {number} totalSeconds */
export function clock(totalSeconds) {
  const all = Math.floor(Math.abs(totalSeconds));
  /** @param {number} part */
  const pad = (part) => String(part).padStart(2, '0');
  const minutes = Math.floor(all / 60);
  const sign = totalSeconds <= -1 ? '-' : '';
  return minutes < 60
    ? `${sign}${minutes}:${pad(all % 60)}`
    : `${sign}${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(all % 60)}`;
}

/** `04:54:10`, UTC. @param {number} atMs epoch milliseconds */
export function timeOfDay(atMs) {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `2026-11-21 04:54:10`, UTC. @param {number} atMs epoch milliseconds */
export function dayAndTime(atMs) {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

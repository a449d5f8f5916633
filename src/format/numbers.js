/**
 * Formats numbers as text. Every number in a terminal, report, message or chart is formatted here.
 *
 * - **Locale.** en-US on every machine, so that a run reads the same everywhere: `12,345.6`.
 * - **Digits.** Measured values have three significant digits, all digits of the integer part, and
 *   nothing finer than 0.01 ms or 0.1 s. Trailing zeros are dropped, except in columns of times
 *   (`tenths`, `wait`), where the decimal points should align. Configured values (a target, a price)
 *   keep all their digits.
 * - **Zero.** Only 0 is shown as 0. Values too small to show are `< 0.1 s`, `< 0.001 %`, `< $0.01`.
 * - **All.** Only the whole is shown as `100 %`. A share's digits count from its nearer end: 99.96 % is
 *   as far from 100 % as 0.04 % is from 0 %. Shares too close to show are `> 99.999 %`.
 * - **Units.** After a space, including `%`: `12 ms`. `$` precedes the number; `/s` follows it without
 *   a space. Nouns agree with their count: `1 instance`, `2 instances`.
 * - **Time.** Milliseconds below 10 s, then seconds. Scaling times are always in seconds, as are AWS's
 *   periods and cooldowns and a scenario's expectations. Durations of and positions in a load are
 *   `1:02:20`.
 * - **Unknown.** `n/a`.
 *
 * Plain JavaScript, because the HTML report embeds this file.
 */

const NONE = 'n/a';

/**
 * Created lazily: creating all of them would slow down every command's start.
 * @param {Intl.NumberFormatOptions} options
 * @returns {(value: number) => string}
 */
const inEnglish = (options) => {
  /** @type {Intl.NumberFormat | undefined} */
  let made;
  return (value) => {
    // Without `signDisplay`, -0.04 would be formatted as -0.
    made ??= new Intl.NumberFormat('en-US', { signDisplay: 'negative', ...options });
    return made.format(value);
  };
};

/** Indexed by the number of decimals. */
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

/** @param {number} value @param {number} digits maximum decimals, up to 3 @returns {string} */
const rounded = (value, digits) =>
  /** @type {(value: number) => string} */ (ROUNDED[digits])(value);

/** @param {number} value @param {number} finest maximum decimals @param {string} unit including its space */
function measured(value, finest, unit) {
  const size = Math.abs(value);
  const smallest = 10 ** -finest;
  if (size > 0 && size < smallest / 2) {
    return value > 0 ? `< ${smallest}${unit}` : `> -${smallest}${unit}`;
  }
  const digits = size < 10 ? 2 : size < 100 ? 1 : 0;
  return `${rounded(value, Math.min(digits, finest))}${unit}`;
}

/**
 * A latency that a timeout may have cut short: `at least 10 s` from the timeout on, up to the 1 % to which
 * latencies are recorded.
 * @param {number | null} value @param {number | null} timeoutMs null where nothing timed out
 */
export function cutShort(value, timeoutMs) {
  const isCut = value !== null && timeoutMs !== null && value >= 0.99 * timeoutMs;
  return isCut ? `at least ${milliseconds(timeoutMs)}` : milliseconds(value);
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

/** A measured value without a unit: `0.25`, `30.2`, `1,019`. @param {number} value */
export function figure(value) {
  return measured(value, 2, '');
}

/** A configured value, such as a policy's target: `1,500`, `66.67`. @param {number} value */
export function level(value) {
  return exact(value);
}

/** For axes and narrow columns: `24K`. @param {number | null} value */
export function compact(value) {
  return value === null ? NONE : short(value);
}

/** `1,000 requests/s`. @param {number} perSecond */
export function rate(perSecond) {
  return `${figure(perSecond)} requests/s`;
}

/** Where the unit is obvious: `1,000/s`. @param {number | null} value */
export function perSecond(value) {
  return value === null ? NONE : `${figure(value)}/s`;
}

/** `0.12 ms`, `46.9 ms`, `1,326 ms`, `12.3 s`. @param {number | null} value */
export function milliseconds(value) {
  if (value === null) return NONE;
  return Math.round(value) < 10_000 ? measured(value, 2, ' ms') : `${figure(value / 1_000)} s`;
}

/** Two digits, for figures that change every second: `47 ms`, `1.3 s`. @param {number | null} value */
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
 * `38.2 s ± 0.3 s`; without the error if it is unknown or negligible.
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

/** Time since another event, in a column: `+12.1 s`; empty if unknown. @param {number | null} value */
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

/** A share of an imprecise value: `45 %`, `< 1 %`. @param {number} share 0..1 */
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

/** A unit price, with all its digits: `$0.23`, `$0.0000166667`. @param {number} usd */
export function dollarsEach(usd) {
  return withAllCents(usd);
}

/** The duration of a load, or a position in it: `1:05`, `1:02:20`, `-0:10`. @param {number} totalSeconds */
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

/** How long a forecast is: `24 min`, `36 h`, `30 days`. @param {number} totalSeconds */
export function timeSpan(totalSeconds) {
  const days = totalSeconds / 86_400;
  if (days >= 3) return `${figure(days)} days`;
  const hours = totalSeconds / 3_600;
  return hours >= 2 ? `${figure(hours)} h` : `${figure(totalSeconds / 60)} min`;
}

/** `04:54:10`, UTC. @param {number} atMs epoch milliseconds */
export function timeOfDay(atMs) {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `2026-11-21`, UTC. @param {number} atMs epoch milliseconds */
export function dayOf(atMs) {
  return dayAndTime(atMs).slice(0, 10);
}

/** `2026-11-21 04:54:10`, UTC. @param {number} atMs epoch milliseconds */
export function dayAndTime(atMs) {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

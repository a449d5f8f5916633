/** Numbers as a reader sees them. Every report writes them the same way. */

const NONE = 'n/a';
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `24K`: for axes and narrow places. */
export function compact(value: number | null): string {
  return value === null ? NONE : short.format(value);
}

/** At most three digits and a unit, for places where a figure changes every second. */
export function briefMilliseconds(value: number | null): string {
  if (value === null) return NONE;
  if (value >= 1_000) return `${(value / 1_000).toFixed(1)} s`;
  return `${(value < 10 ? oneDecimal : whole).format(value)} ms`;
}

/** `12,345`; `n/a` when there is none. */
export function count(value: number | null): string {
  return value === null ? NONE : whole.format(value);
}

/** A rate per second: one decimal below 10, where it still says something. */
export function rate(value: number): string {
  return (value < 10 ? oneDecimal : whole).format(value);
}

/** Milliseconds up to 10 s, then seconds. */
export function milliseconds(value: number | null): string {
  if (value === null) return NONE;
  if (value >= 10_000) return `${oneDecimal.format(value / 1_000)} s`;
  return `${(value < 100 ? oneDecimal : whole).format(value)} ms`;
}

/** Seconds with one decimal, `38.2 s`. */
export function seconds(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(1)} s`;
}

/** A wait after another moment, `+12.1 s`. */
export function wait(value: number | null): string {
  if (value === null) return '';
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)} s`;
}

/** A share of a whole in percent; a small one keeps the digits that make it differ from zero. */
export function share(part: number, all: number): string {
  if (all === 0) return NONE;
  const percent = (100 * part) / all;
  // 99.996 % must not read as 100 %, nor 0.004 % as 0 %.
  if (percent > 0 && percent < 0.001) return '<0.001 %';
  if (percent < 100 && percent > 99.999) return '>99.999 %';
  const digits = percent > 0 && (percent < 0.1 || (percent > 99.9 && percent < 100)) ? 3 : 1;
  return `${percent.toFixed(digits)} %`;
}

/** `2:20`, `1:02:20`: a duration or a place on the time axis. */
export function clock(totalSeconds: number): string {
  const all = Math.max(0, Math.floor(totalSeconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(all / 3_600);
  const minutes = Math.floor(all / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(all % 60)}` : `${minutes}:${pad(all % 60)}`;
}

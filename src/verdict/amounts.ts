/** Numbers in the sentences of a verdict: en-US everywhere, so that the same run reads the same. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 instance`, `3 instances`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `1,000 requests/s`; a decimal where it still says something. */
export function rate(perSecond: number): string {
  return `${(perSecond < 10 ? oneDecimal : whole).format(perSecond)} requests/s`;
}

/** `62 s`, `4.5 s`. */
export function seconds(value: number): string {
  return `${(value < 10 ? oneDecimal : whole).format(value)} s`;
}

/** `62 s ± 2.5 s`; without error bars when they are unknown or nothing. */
export function secondsWithError(value: number, plusMinus: number | null): string {
  return plusMinus === null || plusMinus < 0.05
    ? seconds(value)
    : `${seconds(value)} ± ${seconds(plusMinus)}`;
}

/** `250 ms`, `4.2 ms`. */
export function milliseconds(value: number): string {
  return `${(value < 10 ? twoDecimals : whole).format(value)} ms`;
}

/** `99.9 %`. Rounds away from the comforting ends: 99.9996 % is not 100 %, 0.0004 % is not 0 %. */
export function percent(share: number): string {
  const value = share * 100;
  for (const digits of [1, 2, 3]) {
    const rounded = Number(value.toFixed(digits));
    if (share === 0 || share === 1 || (rounded !== 0 && rounded !== 100)) return `${rounded} %`;
  }
  return value > 50 ? 'over 99.999 %' : 'under 0.001 %';
}

/** `1:05`, `2:03:10`: a place in a run. */
export function clock(totalSeconds: number): string {
  const all = Math.max(0, Math.floor(totalSeconds));
  const pad = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(all / 60);
  return minutes < 60
    ? `${minutes}:${pad(all % 60)}`
    : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(all % 60)}`;
}

/** `04:54:10`, UTC. */
export function timeOfDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `2026-11-21 04:54:10`, UTC. */
export function dayAndTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** A level of the tracked metric: `1,500`. */
export function level(value: number): string {
  return twoDecimals.format(value);
}

/** One setting of a stand-in, as far as a run tells it. */
import type { Span } from '../../analysis/span.ts';

export type SettingValue = number | string | boolean;

export interface Setting {
  /** Below `standIn`: `instance.concurrency`. */
  readonly key: string;
  /** Null: the run does not tell. */
  readonly value: SettingValue | null;
  /** In which the true value lies; null for what was read as it is set, and where no error is known. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** What it was read or computed from; why it is not known. */
  readonly evidence: string;
}

export function known(
  key: string,
  value: SettingValue,
  evidence: string,
  interval: Setting['interval'] = null,
): Setting {
  return { key, value, interval, evidence };
}

export function notKnown(key: string, why: string): Setting {
  return { key, value: null, interval: null, evidence: why };
}

export function around(value: number, plusMinus: number): NonNullable<Setting['interval']> {
  return { low: Math.max(0, value - plusMinus), high: value + plusMinus };
}

/** As many digits as a measurement has: three, and all of the integer part. */
export function rounded(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value) >= 100 ? whole : Number(value.toPrecision(3));
}

export function within({ fromMs, toMs }: Span, atMs: number): boolean {
  return atMs >= fromMs && atMs < toMs;
}

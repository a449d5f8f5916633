/** The nights that count: those with a value, since the newest accepted change. */
import type { Night, NightOptions } from './options.ts';

export interface UsableNight {
  /** In the series as given. */
  readonly index: number;
  readonly day: number;
  /** The last attempt: a repetition is made to settle what the one before left in doubt. */
  readonly value: number;
  readonly attempts: readonly number[];
}

/**
 * Nights looked at: two years. What has been so for longer is normal, and a longer history takes no longer to judge. Its
 * start moves a quarter at a time: were it to move every night, change points would come and go with it.
 */
const MOST_NIGHTS = 730;
const STEP = 91;

export function usableNights(series: readonly Night[], options: NightOptions): UsableNight[] {
  const from = Math.max(0, ...(options.accepted ?? []).filter((index) => index < series.length));
  const nights: UsableNight[] = [];
  for (let index = from; index < series.length; index += 1) {
    const attempts = attemptsOf(series[index]!);
    const value = attempts.at(-1);
    if (value === undefined) continue;
    nights.push({ index, day: options.days?.[index] ?? index, value, attempts });
  }
  return nights.slice(Math.max(0, Math.ceil((nights.length - MOST_NIGHTS) / STEP) * STEP));
}

function attemptsOf(night: Night): readonly number[] {
  if (night === null) return [];
  return typeof night === 'number' ? [night] : night;
}

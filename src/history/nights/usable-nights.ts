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
  const told: number[] = [];
  for (let index = from; index < series.length; index += 1) {
    if (attemptsOf(series[index]!).length > 0) told.push(index);
  }
  return told
    .slice(Math.max(0, Math.ceil((told.length - MOST_NIGHTS) / STEP) * STEP))
    .map((index) => {
      const attempts = attemptsOf(series[index]!);
      return { index, day: options.days?.[index] ?? index, value: attempts.at(-1)!, attempts };
    });
}

function attemptsOf(night: Night): readonly number[] {
  if (night === null) return [];
  return typeof night === 'number' ? [night] : night;
}

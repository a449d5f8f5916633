/** A weekly rhythm: what each weekday adds to the level, where that is more than chance. */
import betainc from '@stdlib/math-base-special-betainc';
import { midranks } from '../../statistics/mann-whitney.ts';
import { median as medianOf } from '../../statistics/order-statistics.ts';
import type { UsableNight } from './usable-nights.ts';

const WEEK = 7;
/** With fewer, a weekday's median would rest on two nights. */
const LEAST_WEEKS = 3;
const MAX_P_VALUE = 0.001;

/** What each of the seven weekdays adds, their median 0; null where no rhythm shows. */
export function weekdayEffects(nights: readonly UsableNight[]): readonly number[] | null {
  if (nights.length < LEAST_WEEKS * WEEK) return null;
  const byDay = Array.from({ length: WEEK }, (): number[] => []);
  aboutTheirWeek(nights.map(({ value }) => value)).forEach((residual, place) => {
    byDay[weekdayOf(nights[place]!)]!.push(residual);
  });
  if (byDay.some((residuals) => residuals.length < LEAST_WEEKS)) return null;
  if (chanceOfSuchRanks(byDay) > MAX_P_VALUE) return null;
  const medians = byDay.map(medianOf);
  const centre = medianOf(medians);
  return medians.map((median) => median - centre);
}

export function withoutRhythm(
  nights: readonly UsableNight[],
  effects: readonly number[] | null,
): readonly UsableNight[] {
  if (effects === null) return nights;
  return nights.map((night) => {
    const effect = effects[weekdayOf(night)]!;
    return {
      ...night,
      value: night.value - effect,
      attempts: night.attempts.map((attempt) => attempt - effect),
    };
  });
}

function weekdayOf({ day }: UsableNight): number {
  return ((day % WEEK) + WEEK) % WEEK;
}

/** Against the median of the seven nights around each: a step then disturbs no more than the nights beside it. */
function aboutTheirWeek(values: readonly number[]): number[] {
  const half = (WEEK - 1) / 2;
  const week = new Float64Array(WEEK);
  return values.map((value, index) => {
    const from = Math.max(0, Math.min(index - half, values.length - WEEK));
    for (let night = 0; night < WEEK; night += 1) week[night] = values[from + night]!;
    return value - week.sort()[half]!;
  });
}

/** The test of Kruskal and Wallis by way of F, as Conover and Iman (1981) do it: outliers count for no more than a rank. */
function chanceOfSuchRanks(groups: readonly (readonly number[])[]): number {
  // Twice the ranks, which changes nothing: F is a ratio.
  const all = midranks(groups.flat());
  const grand = all.length + 1;
  let [between, within, from] = [0, 0, 0];
  for (const { length } of groups) {
    const ranks = all.subarray(from, from + length);
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / length;
    between += length * (mean - grand) ** 2;
    within += ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
    from += length;
  }
  if (between === 0) return 1;
  const [above, below] = [groups.length - 1, all.length - groups.length];
  // The upper tail of F, with between / above over within / below.
  return betainc(within / (within + between), below / 2, above / 2);
}

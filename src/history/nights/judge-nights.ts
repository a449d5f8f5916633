/** The first bad night: whether a metric is worse than it was, since when, and by how much. Pure. */
import { median as medianOf } from '../../statistics/order-statistics.ts';
import { courseByBand, FIRST_NIGHTS } from './by-band.ts';
import { BAND_NIGHTS, courseByLevels } from './by-levels.ts';
import { type Course, measurementsOf } from './course.ts';
import { isBetter, type Night, type NightOptions } from './options.ts';
import { weekdayEffects, withoutRhythm } from './rhythm.ts';
import { shiftOf } from './shift.ts';
import { type UsableNight, usableNights } from './usable-nights.ts';

export type NightsJudgment = InsufficientHistory | JudgedNights;

/** Too few nights to tell: absolute limits alone can judge. Never a pass. */
export interface InsufficientHistory {
  readonly state: 'insufficient-history';
  /** Index of the newest night with a value; null when there is none. */
  readonly newest: number | null;
  /** With a value, since the newest accepted change. */
  readonly nights: number;
  readonly nightsNeeded: number;
}

export interface JudgedNights {
  /** `in-doubt`: the newest night alone lies outside of the band; repeat it, or wait for the next. */
  readonly state: 'steady' | 'in-doubt' | 'regression' | 'improvement';
  readonly method: 'band' | 'change-points';
  /** Index of the newest night with a value. What is said holds for that night. */
  readonly newest: number;
  /** What is normal. A night from `low` to `high` is an ordinary one. */
  readonly normal: {
    readonly median: number;
    readonly low: number;
    readonly high: number;
    readonly nights: number;
  };
  /** What differs: the newest night when that is in doubt; null when steady. */
  readonly change: NightsChange | null;
  /** Where the level changed and where it came back, since the newest accepted change; for charts. */
  readonly turns: readonly { readonly index: number; readonly to: 'worse' | 'better' | 'normal' }[];
  /** Whether a weekly rhythm was taken out of the values before they were judged, and out of all values here. */
  readonly hasWeeklyRhythm: boolean;
}

export interface NightsChange {
  /** Index of the first night that differs: the first bad night of a regression. */
  readonly firstIndex: number;
  /** Index of the last night before it. */
  readonly lastGoodIndex: number;
  /** Of the nights since. */
  readonly median: number;
  readonly nights: number;
  /** Median minus the normal one. */
  readonly size: number;
  /** Size over the normal median; null when that is 0. */
  readonly relativeSize: number | null;
  readonly pValue: number;
}

/** @param series one metric, oldest night first */
export function judgeNights(series: readonly Night[], options: NightOptions): NightsJudgment {
  const nights = usableNights(series, options);
  const newest = nights.at(-1)?.index ?? null;
  if (newest === null || nights.length <= FIRST_NIGHTS) {
    const nightsNeeded = FIRST_NIGHTS + 1;
    return { state: 'insufficient-history', newest, nights: nights.length, nightsNeeded };
  }
  const effects = weekdayEffects(nights);
  const level = withoutRhythm(nights, effects);
  const isLong = level.length > BAND_NIGHTS;
  const course = isLong ? courseByLevels(level, options) : courseByBand(level, options);
  const { normal, turns } = course;
  return {
    state: stateOf(course, options),
    method: isLong ? 'change-points' : 'band',
    newest,
    normal: {
      median: normal.median,
      low: normal.low,
      high: normal.high,
      nights: normal.nights.length,
    },
    change: changeOf(level, course, options),
    turns: turns.map(({ place, side }) => ({
      index: nights[place]!.index,
      to: side === 0 ? 'normal' : isBetter(side, options) ? 'better' : 'worse',
    })),
    hasWeeklyRhythm: effects !== null,
  };
}

function stateOf({ change, doubt }: Course, options: NightOptions): JudgedNights['state'] {
  if (change !== null) return isBetter(change.side, options) ? 'improvement' : 'regression';
  return isWorthRepeating(doubt, options) ? 'in-doubt' : 'steady';
}

/** Nobody waits for a second look at good news. */
function isWorthRepeating(doubt: Course['doubt'], options: NightOptions): boolean {
  return doubt !== 0 && !isBetter(doubt, options);
}

function changeOf(
  nights: readonly UsableNight[],
  { normal, change, doubt }: Course,
  options: NightOptions,
): NightsChange | null {
  if (change === null && !isWorthRepeating(doubt, options)) return null;
  const from = change?.from ?? nights.length - 1;
  const since = measurementsOf(nights.slice(from));
  const { size, pValue } = shiftOf(normal, since);
  return {
    firstIndex: nights[from]!.index,
    lastGoodIndex: nights[from - 1]!.index,
    median: medianOf(since),
    nights: nights.length - from,
    size,
    relativeSize: normal.median === 0 ? null : size / Math.abs(normal.median),
    pValue,
  };
}

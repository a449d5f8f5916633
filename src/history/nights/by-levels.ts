/**
 * Judges more than 20 nights: change points cut them into levels, and each is held against what is normal. Normal is
 * the first level, and what follows while it is no different; a better one becomes normal when it has lasted.
 */
import { changePoints } from '../../statistics/change-points.ts';
import { CONFIRMING, courseByBand, FIRST_NIGHTS } from './by-band.ts';
import { type Attempts, type Course, measurementsOf, type Turn } from './course.ts';
import { firstNight } from './first-night.ts';
import { isFull, type Normal, normalOf, sideOf } from './normal.ts';
import { isBetter, type NightOptions } from './options.ts';
import { shiftOf } from './shift.ts';

/** Up to here the band has judged. Its verdicts stand; a change point so early has too few nights before it. */
export const BAND_NIGHTS = 20;
const EARLY = 10;
/**
 * Of Student's test against normal. Every night asks again, of every place where the level may have changed: at Otava's
 * 0.001, false alarms are several times as many.
 */
const MAX_P_VALUE = 0.00005;
/** A better level that has lasted so long is the new normal. */
const SETTLED_NIGHTS = 20;
/** The newest nights may have changed before a change point shows it; they are held against the band as well. */
const NEWEST = 6;

export function courseByLevels(nights: readonly Attempts[], options: NightOptions): Course {
  const course = courseOf(nights, options);
  const { change, normal, turns } = course;
  if (change === null) return course;
  const earliest = 1 + (turns.findLast(({ place }) => place < change.from)?.place ?? 0);
  const from = firstNight(valuesOf(nights), { from: change.from, earliest }, normal.median);
  return {
    ...course,
    change: { ...change, from },
    turns: turns.map((turn) => (turn.place === change.from ? { ...turn, place: from } : turn)),
  };
}

function courseOf(nights: readonly Attempts[], options: NightOptions): Course {
  const early = courseByBand(nights.slice(0, BAND_NIGHTS), options).turns.map(({ place }) => place);
  const late = changePoints(valuesOf(nights))
    .map(({ index }) => index)
    .filter((index) => index >= EARLY);
  const starts = [...new Set([0, ...early, ...late])].sort((a, b) => a - b);
  const course = walk(nights, starts, options);
  if (course.change !== null) return course;
  const before = nights.length - NEWEST;
  const known = walk(
    nights.slice(0, before),
    starts.filter((start) => start < before),
    options,
  );
  const newest = outsideAtTheEnd(nights, known.normal);
  if (newest === null) return course;
  if (measurementsOf(nights.slice(newest.from)).length < CONFIRMING)
    return { ...course, doubt: newest.side };
  return walk(nights, [...starts.filter((start) => start < newest.from), newest.from], options);
}

function valuesOf(nights: readonly Attempts[]): number[] {
  return nights.map(({ value }) => value);
}

/** The unbroken run of newest nights outside of the band, on one side. */
function outsideAtTheEnd(nights: readonly Attempts[], normal: Normal): Course['change'] {
  let run: Course['change'] = null;
  for (let place = nights.length - 1; place >= nights.length - NEWEST; place -= 1) {
    const side = sideOf(nights[place]!.attempts, normal);
    if (side === 0 || (run !== null && side !== run.side)) break;
    run = { from: place, side };
  }
  return run;
}

/** @param starts of the levels, in order, the first 0 */
function walk(
  nights: readonly Attempts[],
  starts: readonly number[],
  options: NightOptions,
): Course {
  const firstEnd = starts.find((start) => start >= FIRST_NIGHTS) ?? nights.length;
  let normal = normalOf(valuesOf(nights.slice(0, firstEnd)), options);
  let change: Course['change'] = null;
  const turns: Turn[] = [];
  starts.forEach((from, index) => {
    if (from < firstEnd) return;
    const to = starts[index + 1] ?? nights.length;
    const stretch = measurementsOf(nights.slice(from, to));
    const since = change === null ? stretch : measurementsOf(nights.slice(change.from, to));
    const side = sideOfLevel(stretch, normal, change?.side ?? 0, since);
    if (side === null) return;
    if (side !== (change?.side ?? 0)) turns.push({ place: from, side });
    if (side === 0) {
      change = null;
      if (canExtend(normal, stretch)) normal = normalOf([...normal.nights, ...stretch], options);
      return;
    }
    if (side !== change?.side) change = { from, side };
    if (isBetter(side, options) && to - change.from >= SETTLED_NIGHTS) {
      normal = normalOf(valuesOf(nights.slice(change.from, to)), options);
      turns.push({ place: change.from, side: 0 });
      change = null;
    }
  });
  return { normal, change, doubt: 0, turns };
}

/**
 * @param inForce the side of the change in force
 * @param since all nights of that change, these included
 * @returns null where the stretch is too short to tell
 */
function sideOfLevel(
  stretch: readonly number[],
  normal: Normal,
  inForce: -1 | 0 | 1,
  since: readonly number[],
): -1 | 0 | 1 | null {
  if (stretch.length < CONFIRMING) return null;
  const { size, pValue } = shiftOf(normal, stretch);
  const side = size > 0 ? 1 : -1;
  if (Math.abs(size) >= normal.least && pValue < MAX_P_VALUE) return side;
  // A change in force need not be proved once more by each part of it, but by all of it.
  const isMost = side === inForce && Math.abs(size) >= normal.least / 2;
  return isMost && shiftOf(normal, since).pValue < MAX_P_VALUE ? side : 0;
}

/** Not by a level that would count as another one, were it only longer; but a normal of few nights proves nothing. */
function canExtend(normal: Normal, stretch: readonly number[]): boolean {
  if (isFull(normal)) return false;
  return (
    Math.abs(shiftOf(normal, stretch).size) < normal.least || normal.nights.length < BAND_NIGHTS
  );
}

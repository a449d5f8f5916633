/** How often the nights of one kind of noise raise a false alarm, and how soon a change of a known size is found. */
import { judgeNights } from '../../src/history/nights/judge-nights.ts';
import { changePoints } from '../../src/statistics/change-points.ts';
import { NOISE_KINDS } from './noise-kinds.ts';

/** Coefficients of variation. */
export const NOISES = [0.01, 0.03, 0.05] as const;
export const SIZES = [0.05, 0.1, 0.2] as const;
export const NIGHTS = 180;
/** Of the series with a change. */
export const CHANGE_AT = 60;
export const NIGHTS_AFTER = 14;
/** Otava tells small changes too; ours leaves out those below 3 %. */
const LEAST = 0.03;
const FIRST_JUDGED = 6;

export interface Question {
  readonly kind: number;
  readonly noise: number;
  readonly series: number;
}

export interface Answer {
  readonly judged: number;
  readonly alarms: Counted;
  /** Nights in doubt, of which each costs a repetition. */
  readonly doubts: number;
  /** Nights told a regression. */
  readonly red: number;
  /** By size. */
  readonly delays: readonly Delays[];
}

export interface Counted {
  readonly ours: number;
  readonly otava: number;
}

export interface Delays {
  /** Nights until told, 1 for the first bad one itself; null where not within `NIGHTS_AFTER`. */
  readonly ours: readonly (number | null)[];
  readonly otava: readonly (number | null)[];
  /** Nights by which the first bad night named was off, where ours found it. */
  readonly off: readonly number[];
}

export function ask({ kind, noise, series }: Question): Answer {
  const seeds = Array.from({ length: series }, (_, index) => index);
  const quiet = seeds.map((seed) => alarmsIn(quietNights(kind, noise, seed)));
  const sum = (of: (one: (typeof quiet)[number]) => number) =>
    quiet.reduce((total, one) => total + of(one), 0);
  return {
    judged: series * (NIGHTS - FIRST_JUDGED + 1),
    alarms: { ours: sum(({ ours }) => ours), otava: sum(({ otava }) => otava) },
    doubts: sum(({ doubts }) => doubts),
    red: sum(({ red }) => red),
    delays: SIZES.map((size) => delaysOf(kind, noise, size, seeds)),
  };
}

export function quietNights(kind: number, noise: number, seed: number): number[] {
  return level(NOISE_KINDS[kind]!.draw(NIGHTS, 2 * seed), noise);
}

/** Judges every night as it comes; a false alarm is a first bad night, counted once however often it is told. */
function alarmsIn(values: readonly number[]) {
  let [doubts, red] = [0, 0];
  const ours = new Set<number>();
  const otava = new Set<number>();
  for (let nights = FIRST_JUDGED; nights <= values.length; nights += 1) {
    const so = values.slice(0, nights);
    const judged = judgeNights(so, { better: 'lower' });
    if (judged.state === 'in-doubt') doubts += 1;
    if (judged.state === 'regression') {
      red += 1;
      ours.add(judged.change!.firstIndex);
    }
    for (const index of worseAccordingToOtava(so)) otava.add(index);
  }
  return { ours: ours.size, otava: otava.size, doubts, red };
}

function delaysOf(kind: number, noise: number, size: number, seeds: readonly number[]): Delays {
  const off: number[] = [];
  const all = seeds.map((seed) => {
    const drawn = NOISE_KINDS[kind]!.draw(CHANGE_AT + NIGHTS_AFTER, 2 * seed + 1);
    const values = level(drawn, noise).map((value, night) =>
      night < CHANGE_AT ? value : value * (1 + size),
    );
    const ours = firstNight(values, (so) => {
      const judged = judgeNights(so, { better: 'lower' });
      if (judged.state !== 'regression') return false;
      off.push(Math.abs(judged.change!.firstIndex - CHANGE_AT));
      return true;
    });
    const otava = firstNight(values, (so) =>
      worseAccordingToOtava(so).some((index) => Math.abs(index - CHANGE_AT) <= 3),
    );
    return { ours, otava };
  });
  return { ours: all.map(({ ours }) => ours), otava: all.map(({ otava }) => otava), off };
}

function firstNight(
  values: readonly number[],
  isTold: (so: readonly number[]) => boolean,
): number | null {
  for (let after = 1; after <= NIGHTS_AFTER; after += 1) {
    if (isTold(values.slice(0, CHANGE_AT + after))) return after;
  }
  return null;
}

function worseAccordingToOtava(values: readonly number[]): number[] {
  return changePoints(values, { minMagnitude: LEAST })
    .filter(({ meanBefore, meanAfter }) => meanAfter > meanBefore)
    .map(({ index }) => index);
}

function level(deviations: readonly number[], noise: number): number[] {
  return deviations.map((deviation) => 100 * (1 + noise * deviation));
}

/** Judges 6 to 20 nights: one outside of the band is in doubt, a second attempt or the next night confirms it. */
import type { Attempts, Course, Turn } from './course.ts';
import { type Normal, normalOf, sideOf } from './normal.ts';
import type { NightOptions } from './options.ts';
import { isChance } from './shift.ts';

/** Nights that are taken for normal as they come; fewer make no band. */
export const FIRST_NIGHTS = 5;
/** As many measurements outside confirm a change; as many inside end it. */
export const CONFIRMING = 2;

export function courseByBand(nights: readonly Attempts[], options: NightOptions): Course {
  const ordinary = nights.slice(0, FIRST_NIGHTS).map(({ value }) => value);
  let normal = normalOf(ordinary, options);
  let change: Course['change'] = null;
  const turns: Turn[] = [];
  // Nights in a row on another side than the level in force.
  let against: Attempts[] = [];
  let againstSide: -1 | 0 | 1 = 0;
  for (let place = FIRST_NIGHTS; place < nights.length; place += 1) {
    const night = nights[place]!;
    const side = sideOf(night.attempts, normal);
    const inForce = change?.side ?? 0;
    const held = against;
    against = side === inForce ? [] : side === againstSide ? [...held, night] : [night];
    againstSide = side;
    const from = place + 1 - against.length;
    if (isConfirmed(against, side, normal)) {
      change = side === 0 ? null : { from, side };
      turns.push({ place: from, side });
      if (side === 0) ordinary.push(...against.map(({ value }) => value));
      against = [];
    } else if (inForce === 0) {
      // What was held and not confirmed was noise, and left out it would make the noise look small.
      if (against.length <= 1) ordinary.push(...held.map(({ value }) => value));
      if (against.length === 0) ordinary.push(night.value);
    }
    normal = normalOf(ordinary, options);
  }
  const isAlone = change === null && against.length > 0;
  return { normal, change, doubt: isAlone ? againstSide : 0, turns };
}

function isConfirmed(nights: readonly Attempts[], side: -1 | 0 | 1, normal: Normal): boolean {
  const measurements = nights.flatMap(({ attempts }) => attempts);
  if (measurements.length < CONFIRMING) return false;
  return side === 0 || !isChance(normal, measurements);
}

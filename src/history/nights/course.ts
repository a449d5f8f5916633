/** What became of a metric night by night; both ways to judge give this. */
import type { Normal } from './normal.ts';

/** Places are among the usable nights, from 0. */
export interface Course {
  readonly normal: Normal;
  /** The change in force: where it began, and in which direction; null while the level is normal. */
  readonly change: { readonly from: number; readonly side: -1 | 1 } | null;
  /** The side on which the newest night alone lies outside of the band; 0 where it does not. */
  readonly doubt: -1 | 0 | 1;
  readonly turns: readonly Turn[];
}

/** Where a level began. */
export interface Turn {
  readonly place: number;
  /** 0: back to normal, or a new normal. */
  readonly side: -1 | 0 | 1;
}

/** Every attempt of a night, the last one as its value. */
export interface Attempts {
  readonly value: number;
  readonly attempts: readonly number[];
}

/** What speaks for a level: its nights, or the attempts of its only night. */
export function measurementsOf(nights: readonly Attempts[]): readonly number[] {
  const [first] = nights;
  if (first !== undefined && nights.length === 1) return first.attempts;
  return nights.map(({ value }) => value);
}

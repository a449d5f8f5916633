/** Finds what is wrong with an instance beside the others: it fails, is slow, or gets too few requests. */
import { type Beside, errorsBeside, latencyBeside, latencyRatios } from './beside-others.ts';
import type { CountedPeriod } from './counted-periods.ts';
import type { ShareTaken } from './share-taken.ts';

export type Oddity =
  | ({ readonly kind: 'failing' | 'slow' } & Beside)
  | { readonly kind: 'starved'; readonly taken: ShareTaken };
export type OddityKind = Oddity['kind'];

/** A smaller excess of errors does not matter to callers, however certain. */
const NOTABLE_SHARE = 0.01;
/** Instances of one type differ by a few percent. */
const NOTABLE_RATIO = 1.25;
/** Looks at each instance: errors and latency over the whole time and over its end, and its share. */
const LOOKS = 5;
/** Chance that any instance of a healthy fleet is named in a run. */
const FALSE_ALARMS = 0.01;
/** With fewer periods, the end is no time of its own. */
const FEWEST_FOR_END = 6;

export interface Looked {
  readonly id: string;
  /** From its first whole period on. */
  readonly sinceSeen: readonly CountedPeriod[];
  /** Those of them after its warm-up. */
  readonly sinceWarm: readonly CountedPeriod[];
  readonly taken: ShareTaken | null;
}

export interface Bounds {
  /** How many instances are looked at: one of many is odd by chance more often than one of two. */
  readonly instances: number;
  readonly minShare: number;
  /** Instances of different types may differ in speed, and in what a router that heeds it sends them. */
  readonly areAlike: boolean;
}

export function odditiesOf({ id, sinceSeen, sinceWarm, taken }: Looked, bounds: Bounds): Oddity[] {
  const confidence = 1 - FALSE_ALARMS / (LOOKS * bounds.instances);
  const failing = firstOf(sinceSeen, (periods) => {
    const beside = errorsBeside(id, periods, confidence);
    return beside !== null && beside.atLeast > NOTABLE_SHARE ? beside : null;
  });
  const slow = firstOf(sinceWarm, (periods) => {
    const beside = latencyBeside(id, periods, confidence);
    if (beside === null || beside.atLeast < NOTABLE_RATIO) return null;
    return isLasting(id, periods) ? beside : null;
  });
  const isStarved = taken !== null && taken.high < bounds.minShare;
  return [
    ...(failing === null ? [] : [{ kind: 'failing' as const, ...failing }]),
    ...(slow === null || !bounds.areAlike ? [] : [{ kind: 'slow' as const, ...slow }]),
    ...(isStarved && bounds.areAlike ? [{ kind: 'starved' as const, taken }] : []),
  ];
}

/** Of the whole time or, for an instance that turned bad, of its second half. */
function firstOf(
  periods: readonly CountedPeriod[],
  look: (periods: readonly CountedPeriod[]) => Beside | null,
): Beside | null {
  const whole = look(periods);
  if (whole !== null || periods.length < FEWEST_FOR_END) return whole;
  return look(periods.slice(Math.floor(periods.length / 2)));
}

/** The queue of an instance that was overloaded before the others came is worked off; slowness stays. */
function isLasting(id: string, periods: readonly CountedPeriod[]): boolean {
  return latencyRatios(id, periods)?.every((ratio) => ratio >= NOTABLE_RATIO) ?? false;
}

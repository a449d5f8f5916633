/**
 * Says what to send next, given what the steps so far showed. Pure: a table of situations, no clock.
 *
 *     rate   rising: factor 2        refining              falling
 *      |              ▁ missed        ▔ missed       ▁ overload
 *      |          ▁ met          ▁ met                 ▔ recovered?
 *      |      ▁ met                                      ▔
 *      |  ▁ met
 *      +------------------------------------------------------- t
 *
 * An overloaded endpoint answers about as much as it carries, so what it answered in the step that missed
 * is the first guess: one rate below it, one above, closer together than the interval may be wide. Where
 * guesses do not help (an endpoint that answers less the more it is sent), the geometric mean does.
 */
import type { CapacityBegun, StepOrder } from '../record/capacity-events.ts';
import { bracketOf, isSameRate, opensAt, type SearchedStep, TRIES } from './bracket.ts';
import { stepOrder } from './step-lengths.ts';

export type SearchSettings = Pick<CapacityBegun, 'fromRps' | 'upToRps' | 'precision' | 'length'>;

export type Next =
  /** One load of these steps, which ends early at the first step that is not carried. */
  | { readonly kind: 'load'; readonly steps: readonly StepOrder[] }
  /**
   * `found`: between `low` and `high`. `at-limit`: the highest rate allowed was carried. `void`: the count
   * changed or the load was not sent. `none`: nothing was carried. `exhausted`: too many steps.
   */
  | {
      readonly kind: 'done';
      readonly why: 'found' | 'at-limit' | 'void' | 'none' | 'exhausted';
    };

const FACTOR = 2;
/**
 * The two rates around a guess lie this share of the allowed interval from it: nearly as far as they may,
 * because the closer the lower one is to the capacity, the longer a queue lasts that a mere stall left.
 */
const BESIDE_GUESS = 0.42;
/** An endpoint that carries not even this share of the lowest rate asked for is not searched further. */
const LOWEST_SHARE = 1 / 32;
/** Rising and refining steps; a search that needs more is not getting closer. */
export const MOST_STEPS = 32;
/** A generator that was late once may have been disturbed; so often at one rate, and in all, it is too slow. */
const MOST_VOID = { atOneRate: 2, inAll: 6 };

/** @param steps of all loads so far, in time order */
export function nextLoad(settings: SearchSettings, steps: readonly SearchedStep[]): Next {
  const { fromRps, upToRps, precision } = settings;
  const searched = steps.filter(({ purpose }) => purpose === 'rising' || purpose === 'refining');
  if (steps.some(({ reason }) => reason === 'count-changed')) return { kind: 'done', why: 'void' };
  const last = searched.at(-1);
  const order = (purpose: 'rising' | 'refining', rates: readonly number[], times = 1): Next => ({
    kind: 'load',
    steps: rates.map((rate) => stepOrder(settings, purpose, rate, times)),
  });
  if (last === undefined) return order('rising', risingRates(fromRps, upToRps));
  const { low, high } = bracketOf(searched);
  const isFound = low !== null && high !== null && (high - low) / high <= precision * (1 + 1e-9);
  if (isFound && isConfirmed(searched, high)) return { kind: 'done', why: 'found' };
  if (searched.length >= MOST_STEPS) return { kind: 'done', why: 'exhausted' };
  if (last.outcome === 'void') {
    const voids = searched.filter(({ outcome }) => outcome === 'void');
    const here = voids.filter(({ targetRps }) => isSameRate(targetRps, last.targetRps));
    const tooSlow = here.length >= MOST_VOID.atOneRate || voids.length >= MOST_VOID.inAll;
    if (tooSlow) return { kind: 'done', why: 'void' };
    return last.purpose === 'rising'
      ? order('rising', risingRates(last.targetRps, upToRps))
      : order('refining', [last.targetRps]);
  }
  if (isFound) return order('refining', [high]);
  const unsure = openBetween(searched, low, high);
  if (unsure !== null) return order('refining', [unsure], 2 ** opensAt(searched, unsure));
  if (high === null) {
    const top = Math.max(...searched.map(({ targetRps }) => targetRps));
    if (top < upToRps * (1 - 1e-9)) {
      return order('rising', risingRates(Math.min(top * FACTOR, upToRps), upToRps));
    }
    return { kind: 'done', why: low === top ? 'at-limit' : 'exhausted' };
  }
  const lowest = fromRps * LOWEST_SHARE;
  // Lower rates have fewer requests to tell by.
  const isTooFew = searched.some(
    ({ targetRps, reason }) => isSameRate(targetRps, high) && reason === 'too-few',
  );
  if (low === null && isTooFew) return { kind: 'done', why: 'exhausted' };
  if (low === null && high <= lowest * (1 + precision)) return { kind: 'done', why: 'none' };
  const floor = low ?? likelyMet(searched, high / (1 + precision)) ?? lowest;
  return order('refining', refiningRates(settings, searched, { low, floor, high }));
}

/**
 * One miss may be a stall. Two are not, nor is one at a rate that another step shows to be too high: it
 * answered less than that.
 */
function isConfirmed(searched: readonly SearchedStep[], high: number): boolean {
  const here = searched.filter(({ targetRps }) => isSameRate(targetRps, high));
  const failures = here.filter(({ outcome }) => outcome === 'missed' || outcome === 'open').length;
  return (
    failures > 1 ||
    searched.some(
      ({ targetRps, outcome, answeredRps }) =>
        targetRps > high * (1 + 1e-6) && outcome === 'missed' && answeredRps < high,
    )
  );
}

/** The highest rate that decides and stayed open; on the way up, the next rate decides as well. */
function openBetween(
  searched: readonly SearchedStep[],
  low: number | null,
  high: number | null,
): number | null {
  const top = Math.max(...searched.map(({ targetRps }) => targetRps));
  const rates = searched
    .filter(
      ({ outcome, purpose, targetRps }) =>
        outcome === 'open' &&
        targetRps > (low ?? 0) &&
        targetRps < (high ?? Number.POSITIVE_INFINITY) &&
        (purpose === 'refining' || (high === null && isSameRate(targetRps, top))),
    )
    .map(({ targetRps }) => targetRps)
    .filter((rate) => opensAt(searched, rate) < TRIES);
  return rates.length === 0 ? null : Math.max(...rates);
}

/** The highest rate within the bound, though in too few requests to show it. */
function likelyMet(searched: readonly SearchedStep[], belowRps: number): number | null {
  const rates = searched
    .filter(({ reason, targetRps }) => reason === 'too-few' && targetRps < belowRps)
    .map(({ targetRps }) => targetRps);
  return rates.length === 0 ? null : Math.max(...rates);
}

/** Factor by factor, and the highest rate allowed itself. */
export function risingRates(fromRps: number, upToRps: number): number[] {
  const rates: number[] = [];
  for (let rate = fromRps; rate < upToRps * (1 - 1e-9); rate *= FACTOR) rates.push(rate);
  return [...rates, upToRps];
}

function refiningRates(
  { precision }: SearchSettings,
  searched: readonly SearchedStep[],
  { low, floor, high }: { low: number | null; floor: number; high: number },
): number[] {
  const beside = BESIDE_GUESS * precision;
  const isNew = (rate: number) =>
    !searched.some(
      ({ targetRps, outcome }) =>
        outcome !== 'void' && Math.abs(rate - targetRps) < (beside / 4) * targetRps,
    );
  // What is inside both ends by more than rounding makes the interval smaller.
  const isInside = (rate: number) =>
    rate > floor * (1 + beside / 4) && rate < high * (1 - beside / 4);
  const [middle, guess] = [Math.sqrt(floor * high), guessOf(searched, high)];
  if (guess !== null) {
    const rates = [guess * (1 - beside), guess * (1 + beside)].filter(isInside).filter(isNew);
    if (rates.length > 0) return rates;
  }
  // The guess was close, so what it missed by is small: look beside the end that it moved, twice as far
  // each time, before the middle.
  const tries = searched.filter(({ purpose }) => purpose === 'refining').length;
  const far = 2 * beside * 2 ** Math.max(0, tries - 2);
  const last = searched.at(-1)!;
  const near =
    low !== null && isSameRate(last.targetRps, low)
      ? Math.min(low * (1 + far), middle)
      : Math.max(high / (1 + far), middle);
  // One load can go on to the middle where that is above.
  const rates = (near < middle ? [near, middle] : [near]).filter(isInside);
  return rates.length > 0 ? rates : [middle];
}

/** After two guesses the middle is the safer choice. */
const MOST_GUESSES = 2;

/** What was answered at the lowest rate that was missed; null when that says nothing. */
function guessOf(searched: readonly SearchedStep[], high: number): number | null {
  const missed = searched.filter(({ outcome }) => outcome === 'missed');
  const at = missed.findLast(({ targetRps }) => isSameRate(targetRps, high));
  if (at === undefined || missed.length > MOST_GUESSES) return null;
  return at.answeredRps > 0 && at.answeredRps < high ? at.answeredRps : null;
}

/** Above what was missed, so that a queue forms; below, as shares of what was met. */
const OVERLOAD = 1.2;
const FALLING = [1, 0.8, 0.6, 0.4] as const;

/** Down again: an overload, then what was met, and less until it is met again. */
export function fallingLoad(
  settings: SearchSettings,
  { low, high }: { readonly low: number; readonly high: number },
): readonly StepOrder[] {
  const overload = Math.min(high * OVERLOAD, settings.upToRps);
  return [
    stepOrder(settings, 'overload', overload),
    ...FALLING.map((share) => stepOrder(settings, 'falling', low * share)),
  ];
}

/** The most that a test may send: for its cost, and for whoever has to agree to it. */
export function worstCase(settings: SearchSettings): readonly StepOrder[] {
  const { fromRps, upToRps } = settings;
  const rising = risingRates(fromRps, upToRps).map((rate) => stepOrder(settings, 'rising', rate));
  const refining = Array.from({ length: USUAL_REFINING }, () =>
    stepOrder(settings, 'refining', upToRps),
  );
  return [...rising, ...refining, ...fallingLoad(settings, { low: upToRps, high: upToRps })];
}

/** Rates between the last that was met and the first that was missed; halving 100 % to 5 % takes five. */
const USUAL_REFINING = 6;

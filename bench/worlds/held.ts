/** For how long a rate was held in a world, second by second: planned, answered, and by how many instances. */
import type { Facts } from './facts.ts';

export interface Held {
  /** Longest time in which the plan asked for the rate, and its end; seconds. */
  readonly planned: number;
  readonly plannedUntil: number;
  /** Longest window in which it was answered as well, with instances enough. */
  readonly longest: number;
}

/**
 * @param slack added to the tolerances on rate and errors: positive for a window that some would still
 *   count, negative for one that nobody denies
 */
export function heldSeconds(facts: Facts, minInstances: number, slack: number): Held {
  const goal = facts.expect.reachedRate!;
  const floor = goal.rps * (1 - goal.tolerance - slack);
  const good = seconds(facts, slack > 0 ? 0 : 6);
  const planned = stretches(good, ({ planned: due }) => due >= floor);
  const longestPlan = planned.toSorted((left, right) => lengthOf(right) - lengthOf(left))[0];
  const answers = facts.expect.errors.maxShare + goal.tolerance + slack;
  const manned = stretches(
    good,
    ({ planned: due, instances }) => due >= floor && instances >= minInstances,
  );
  const longest = manned.reduce((most, stretch) => {
    const part = good.slice(stretch.from, stretch.to);
    return Math.max(most, longestAnswered(part, goal.rps * (1 - answers)));
  }, 0);
  return {
    planned: longestPlan === undefined ? 0 : lengthOf(longestPlan),
    plannedUntil: longestPlan?.to ?? 0,
    longest,
  };
}

/** The longest window in which the rate was held, by this file's own count; null for none. */
export function windowOf(facts: Facts): { readonly from: number; readonly to: number } | null {
  const goal = facts.expect.reachedRate!;
  const all = seconds(facts, 6);
  const floor = goal.rps * (1 - goal.tolerance);
  const manned = stretches(
    all,
    ({ planned, instances }) => planned >= floor && instances >= goal.minInstances,
  );
  const longest = manned.toSorted((left, right) => lengthOf(right) - lengthOf(left))[0];
  if (longest === undefined) return null;
  const part = all.slice(longest.from, longest.to);
  const answered = longestAnswered(part, floor * (1 - facts.expect.errors.maxShare));
  // Answered for a part of it only: which part is not told here.
  return answered < lengthOf(longest) - 3 ? null : longest;
}

interface Second {
  /** Mean of the plan over five seconds around it, requests/s. */
  readonly planned: number;
  readonly answered: number;
  readonly instances: number;
}

/** @param unsure seconds around a change in which a poll may not know of it */
function seconds(facts: Facts, unsure: number): Second[] {
  const { loadSeconds, requests, inService, phases } = facts;
  const answered = new Float64Array(Math.ceil(loadSeconds) + 1);
  for (const { answeredMs, status } of requests) {
    if (status !== 200 || answeredMs === undefined) continue;
    const second = Math.floor(answeredMs / 1_000);
    if (second < answered.length) answered[second]! += 1;
  }
  return Array.from({ length: Math.floor(loadSeconds) }, (_, second) => ({
    planned: rateAt(phases, second + 0.5),
    answered: answered[second]!,
    instances: Math.min(inService(second - unsure), inService(second + unsure)),
  }));
}

function rateAt(phases: Facts['phases'], at: number): number {
  let from = 0;
  for (const { durationSeconds, startRps, endRps } of phases) {
    if (at < from + durationSeconds) {
      return startRps + ((endRps - startRps) * (at - from)) / durationSeconds;
    }
    from += durationSeconds;
  }
  return 0;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ from, to }: Stretch) => to - from;

function stretches(all: readonly Second[], fine: (second: Second) => boolean): Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const [index, second] of all.entries()) {
    if (!fine(second)) continue;
    const open = found.at(-1);
    if (open?.to === index) open.to = index + 1;
    else found.push({ from: index, to: index + 1 });
  }
  return found;
}

/** Five seconds with less than half of the answers are dead, whatever the average. */
const DEAD_SECONDS = 5;

/** Longest run of seconds whose answers reach the rate on average, and that is dead nowhere. */
function longestAnswered(part: readonly Second[], floor: number): number {
  const dead = part.flatMap((_, index) => {
    const few = part.slice(index, index + DEAD_SECONDS);
    const sum = few.reduce((total, { answered }) => total + answered, 0);
    return few.length === DEAD_SECONDS && sum < (floor * DEAD_SECONDS) / 2 ? [index] : [];
  });
  const edges = [-DEAD_SECONDS, ...dead, part.length];
  return edges.slice(1).reduce((longest, to, index) => {
    const alive = part.slice(edges[index]! + DEAD_SECONDS, to);
    return Math.max(longest, longestReaching(alive, floor));
  }, 0);
}

function longestReaching(part: readonly Second[], floor: number): number {
  const sums = [0];
  for (const { answered } of part) sums.push(sums.at(-1)! + answered - floor);
  let longest = 0;
  for (let from = 0; from < part.length; from += 1) {
    for (let to = part.length; to > from + longest; to -= 1) {
      if (sums[to]! >= sums[from]!) longest = to - from;
    }
  }
  return longest;
}

/** Measures how long a rate was planned, sent, answered, and held with enough instances in service. */
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import { longestWithMean, type Stretch, stretchesWithMean } from './longest-stretch.ts';
import { type Span, spanOfSeconds } from './span.ts';
import type { InstancesPoint } from './timeline.ts';

export interface RateGoal {
  readonly rps: number;
  readonly holdSeconds: number;
  readonly minInstances: number;
  /** Relative, 0..1. */
  readonly tolerance: number;
  /** Share of requests that may fail, 0..1; they need no answer. */
  readonly errorBudget: number;
}

export interface HeldWindow {
  readonly fromMs: number;
  /** Whole seconds. */
  readonly seconds: number;
  readonly load: readonly LoadSecond[];
}

/** The longest window of each kind; each kind is stricter than the one before. */
export interface HeldRate {
  /** Planned at the rate, seconds. */
  readonly planned: number;
  /** Sent at the rate, seconds. */
  readonly sent: number;
  /** Sent at the rate and answered with predictions, seconds. */
  readonly answered: number;
  /** Sent at the rate with enough instances in service, answered or not, seconds. */
  readonly manned: number;
  /** Longest time after a moment in which the rate was still sent, seconds. */
  readonly sentAfter: (atMs: number) => number;
  /** Answered at the rate with enough instances in service; null when never. */
  readonly held: HeldWindow | null;
  /** Where the longest window of each kind lies; null without one. */
  readonly spans: Readonly<Record<'planned' | 'sent' | 'answered' | 'manned', Span | null>>;
  /** Seconds of `held` if there were enough instances whenever their count is unknown. */
  readonly heldAtMost: number;
}

/**
 * A request at the edge of a second counts in one second or the other, so single seconds vary by a few
 * requests even with perfect pacing. Every 5 consecutive seconds must reach the mean: a real drop of one
 * second still shows (it lowers the mean by a fifth), a request over the edge does not.
 */
const SMOOTHING_SECONDS = 5;

/**
 * A window counts when
 * - in every 5 s of it, `sent` averages at least rps x (1 - tolerance);
 * - in each second of it, at least `minInstances` are certainly in service;
 * - over the window, predictions received (correct or wrong) average that rate less the error budget, and
 *   no 5 s of it has less than half of that; otherwise a dead endpoint would pass. An average, because a
 *   slow second moves answers into the next one.
 */
export function heldRate(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
  goal: RateGoal,
): HeldRate {
  const width = Math.max(1, Math.min(SMOOTHING_SECONDS, Math.ceil(goal.holdSeconds)));
  const floor = goal.rps * (1 - goal.tolerance);
  const answerFloor = floor * (1 - goal.errorBudget);
  const axis = withoutHoles(seconds);
  const known = countedPoints(points);
  const inService = axis.map((second) =>
    second === null ? null : surelyInService(known, second.startMs),
  );
  const planned = axis.map((second) => second?.planned ?? 0);
  const sent = axis.map((second) => second?.sent ?? 0);
  const answers = axis.map(predictions);

  const sentStretches = stretchesWithMean(sent, width, floor);
  const answered = sentStretches.map((stretch) =>
    answeredWithin(stretch, answers, width, answerFloor),
  );
  const mannedStretches = (unknownCount: number) => {
    const enough = inService.map((count) => (count ?? unknownCount) >= goal.minInstances);
    return sentStretches.flatMap((stretch) => partsWhere(stretch, enough));
  };
  const longestHeld = (unknownCount: number) => {
    const held = mannedStretches(unknownCount)
      .filter((stretch) => lengthOf(stretch) >= width)
      .map((stretch) => answeredWithin(stretch, answers, width, answerFloor));
    return longest(held);
  };
  // Answers prove one instance; only more than one needs polls.
  const best = longestHeld(1);
  const longestOf = {
    planned: longest(stretchesWithMean(planned, width, floor)),
    sent: longest(sentStretches),
    answered: longest(answered),
    manned: longest(mannedStretches(1)),
  };
  const spanOf = (stretch: Stretch | null) =>
    stretch === null ? null : spanOfSeconds(secondsOf(axis, stretch));
  return {
    planned: lengthOf(longestOf.planned),
    sent: lengthOf(longestOf.sent),
    answered: lengthOf(longestOf.answered),
    manned: lengthOf(longestOf.manned),
    spans: {
      planned: spanOf(longestOf.planned),
      sent: spanOf(longestOf.sent),
      answered: spanOf(longestOf.answered),
      manned: spanOf(longestOf.manned),
    },
    sentAfter: (atMs) => {
      const from = axis.findIndex((second) => second !== null && second.startMs >= atMs);
      return from < 0
        ? 0
        : Math.max(0, ...sentStretches.map(({ start, end }) => end - Math.max(start, from)));
    },
    held: best === null ? null : windowOf(axis, best),
    heldAtMost: lengthOf(longestHeld(Number.POSITIVE_INFINITY)),
  };
}

/** Where the rate was held or, if it never was, sent; null where neither is known. */
export function triedSpan(rate: HeldRate | null): Span | null {
  if (rate === null) return null;
  return spanOfSeconds(rate.held?.load ?? []) ?? rate.spans.sent ?? rate.spans.planned;
}

function predictions(second: LoadSecond | null): number {
  return (second?.outcomes.correct ?? 0) + (second?.outcomes.wrong ?? 0);
}

/** One entry a second from the first to the last; null for a second that no worker reported. */
function withoutHoles(seconds: readonly LoadSecond[]): (LoadSecond | null)[] {
  const axis: (LoadSecond | null)[] = [];
  const first = seconds[0]?.second ?? 0;
  for (const second of seconds) {
    while (axis.length < second.second - first) axis.push(null);
    axis.push(second);
  }
  return axis;
}

/** The longest part of a stretch that was answered at the rate and had no outage. */
function answeredWithin(
  stretch: Stretch,
  answers: readonly number[],
  width: number,
  floor: number,
): Stretch | null {
  const inside = answers.slice(stretch.start, stretch.end);
  const alive = stretchesWithMean(inside, width, floor / 2);
  const parts = alive.map((part) => {
    const found = longestWithMean(inside.slice(part.start, part.end), floor);
    const offset = stretch.start + part.start;
    return found === null ? null : { start: offset + found.start, end: offset + found.end };
  });
  return longest(parts);
}

/** The parts of a stretch in which the condition holds for every second. */
function partsWhere(stretch: Stretch, condition: readonly boolean[]): Stretch[] {
  const parts: { start: number; end: number }[] = [];
  for (let index = stretch.start; index < stretch.end; index += 1) {
    if (condition[index] !== true) continue;
    const open = parts.at(-1);
    if (open !== undefined && open.end === index) open.end = index + 1;
    else parts.push({ start: index, end: index + 1 });
  }
  return parts;
}

function longest(stretches: readonly (Stretch | null)[]): Stretch | null {
  let best: Stretch | null = null;
  for (const stretch of stretches) {
    if (stretch !== null && lengthOf(stretch) > lengthOf(best)) best = stretch;
  }
  return best;
}

function lengthOf(stretch: Stretch | null): number {
  return stretch === null ? 0 : stretch.end - stretch.start;
}

function windowOf(axis: readonly (LoadSecond | null)[], stretch: Stretch): HeldWindow {
  const load = secondsOf(axis, stretch);
  return { fromMs: load[0]?.startMs ?? 0, seconds: lengthOf(stretch), load };
}

function secondsOf(axis: readonly (LoadSecond | null)[], { start, end }: Stretch): LoadSecond[] {
  return axis.slice(start, end).filter((second) => second !== null);
}

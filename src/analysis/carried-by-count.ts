/** What instances carried within the scenario's bound, by their number, and whether they could carry more. */
import { type CarriedSecond, carriedSeconds, OVER_SECONDS, predictions } from './carried.ts';
import { countedPoints } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import { overloadOf } from './overload.ts';
import type { InstancesPoint } from './timeline.ts';

/** `percentile` and `maxMs` are null where the scenario has no latency bound. */
export interface CarryBound {
  readonly percentile: number | null;
  readonly maxMs: number | null;
  readonly maxErrorShare: number;
}

/**
 * What showed that a count of instances carries no more. `overload`: they fell behind what they were sent.
 * `latency`, `errors`: at a higher rate the bound was missed. `throttles`: so it was, but somebody before the
 * instances refused the requests.
 */
export const CARRY_LIMITS = ['overload', 'latency', 'errors', 'throttles'] as const;
export type CarryLimit = (typeof CARRY_LIMITS)[number];

export interface Carried {
  readonly instances: number;
  /** Highest rate that each answered within the bound, predictions/s; null when none was within it. */
  readonly perInstanceRps: number | null;
  /** Null: no higher rate was tried for long enough, so they carry at least this much. */
  readonly limit: CarryLimit | null;
  /** Lowest rate above it at which the bound was missed, requests/s sent to each; null where it is not known. */
  readonly missedAtRps: number | null;
  /** Behind `perInstanceRps`; 0 where that is null. */
  readonly seconds: number;
  readonly answers: number;
}

/** Seconds whose rates differ by no more than this are looked at together, from a rate downwards. */
const ALIKE = 0.9;
/** Rates are tried in steps of this factor. */
const STEP = 0.975;
/** Between what was sent and what was answered: answers come a little later. */
const CLEARLY = 1.03;

/**
 * Counts answers, not requests: a queue takes in more than instances carry, so on a ramp what is sent tells too
 * much. Rates are means over ten seconds, and everything sent at about one rate is judged together, so that a ramp
 * which passes the limit before latency shows it is no proof.
 *
 * @param graceSeconds for which a new instance may be counted before it takes traffic
 * @returns one entry a count that tells anything, in order
 */
export function carriedByCount(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
  bound: CarryBound,
  graceSeconds: number,
): Carried[] {
  const all = withoutNewcomers(carriedSeconds(seconds, points), points, graceSeconds);
  const tallies = new Map(seconds.map((second) => [second.second, tallyOf(second, bound)]));
  const counts = [...new Set(all.map(({ instances }) => instances))].toSorted((a, b) => a - b);
  return counts.flatMap((instances) => {
    const carried = all.filter((one) => one.instances === instances);
    const found = highest(byRate(windowsOf(carried, tallies, bound)), bound);
    const missedBy = found.missed?.limit ?? null;
    const isOverload = missedBy !== 'throttles' && overloadOf(carried, all) !== null;
    const limit = isOverload ? 'overload' : missedBy;
    if (found.met === null && limit === null) return [];
    const each = (tally: Tally | null | undefined, of: 'answers' | 'sent') =>
      tally ? tally[of] / tally.seconds / instances : null;
    return [
      {
        instances,
        perInstanceRps: each(found.met, 'answers'),
        limit,
        missedAtRps: each(found.missed?.tally, 'sent'),
        seconds: found.met?.seconds ?? 0,
        answers: found.met?.answers ?? 0,
      },
    ];
  });
}

/** A window must not begin before the instances that came last take traffic. */
function withoutNewcomers(
  carried: readonly CarriedSecond[],
  points: readonly InstancesPoint[],
  graceSeconds: number,
): CarriedSecond[] {
  const known = countedPoints(points);
  const cameMs = known.flatMap(({ atMs, current }, at) =>
    at > 0 && current > known[at - 1]!.current ? [atMs] : [],
  );
  return carried.filter(({ second }) => {
    const fromMs = second.startMs - (OVER_SECONDS - 1) * 1_000;
    return !cameMs.some((atMs) => atMs <= fromMs && fromMs < atMs + graceSeconds * 1_000);
  });
}

interface Tally {
  readonly seconds: number;
  readonly sent: number;
  readonly completed: number;
  readonly answers: number;
  readonly throttled: number;
  /** Over the latency bound. The generator's own delay counts in the first, and is no limit of the instances. */
  readonly late: number;
  readonly served: number;
}

function tallyOf(second: LoadSecond, { maxMs }: CarryBound): Tally {
  const over = (which: 'latencyMs' | 'serviceTimeMs') =>
    maxMs === null ? 0 : second[which].countAbove(maxMs).atLeast;
  return {
    seconds: 1,
    sent: second.sent,
    completed: second.completed,
    answers: predictions(second),
    throttled: second.outcomes.throttled ?? 0,
    late: over('latencyMs'),
    served: over('serviceTimeMs'),
  };
}

function together(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((all, one) => all + of(one), 0);
  return {
    seconds: sum((one) => one.seconds),
    sent: sum((one) => one.sent),
    completed: sum((one) => one.completed),
    answers: sum((one) => one.answers),
    throttled: sum((one) => one.throttled),
    late: sum((one) => one.late),
    served: sum((one) => one.served),
  };
}

/**
 * The seconds of all windows whose rate is about the same, from the highest rate down; at least ten. The rate is
 * what was sent, because what is answered late says nothing against the rate that it happens to be answered at.
 */
function* byRate(windows: readonly Window[]): Iterable<Tally[]> {
  const sorted = windows.toSorted((left, right) => right.rate - left.rate);
  const lowest = sorted.at(-1)?.rate ?? 0;
  const top = sorted[0]?.rate ?? 0;
  for (let most = top; most > 0 && most >= lowest; most *= STEP) {
    const within = sorted.filter(({ rate }) => rate <= most && rate > ALIKE * most);
    // Else the next step sees the same.
    if (!within.some(({ rate }) => rate > STEP * most)) continue;
    const bySecond = new Map(within.flatMap(({ tallies }) => [...tallies]));
    yield [...bySecond].sort(([a], [b]) => a - b).map(([, tally]) => tally);
  }
}

interface Window {
  /** Sent to each instance, requests/s. */
  readonly rate: number;
  /** By second. */
  readonly tallies: ReadonlyMap<number, Tally>;
}

/** Without those that show a backlog of a higher rate, which says nothing against theirs. */
function windowsOf(
  carried: readonly CarriedSecond[],
  tallies: ReadonlyMap<number, Tally>,
  bound: CarryBound,
): Window[] {
  let behindAt = 0;
  return carried.flatMap(({ second, each, sentEach: rate }) => {
    const numbers = Array.from({ length: OVER_SECONDS }, (_, back) => second.second - back);
    const own = numbers.flatMap((number) => {
      const tally = tallies.get(number);
      return tally === undefined ? [] : [[number, tally] as const];
    });
    const isMet = judged(together(own.map(([, tally]) => tally)), bound) === 'met';
    behindAt = isMet ? 0 : Math.max(behindAt, rate);
    const worksOff = each > CLEARLY * rate || rate < ALIKE * behindAt;
    return worksOff ? [] : [{ rate, tallies: new Map(own) }];
  });
}

interface Highest {
  readonly met: Tally | null;
  /** The last before it. */
  readonly missed: { readonly limit: CarryLimit; readonly tally: Tally } | null;
}

function highest(rates: Iterable<readonly Tally[]>, bound: CarryBound): Highest {
  let missed: Highest['missed'] = null;
  for (const tallies of rates) {
    const tally = together(tallies);
    const whole = judged(tally, bound);
    if (whole === 'met') return { met: tally, missed };
    // One stall among good seconds shows no limit: most of the time must miss the bound.
    const chunks = Array.from({ length: Math.ceil(tallies.length / OVER_SECONDS) }, (_, at) =>
      judged(together(tallies.slice(OVER_SECONDS * at, OVER_SECONDS * (at + 1))), bound),
    );
    const alike = chunks.filter((chunk) => chunk === whole).length;
    if (whole !== 'open' && 2 * alike > chunks.length) missed = { limit: whole, tally };
  }
  return { met: null, missed };
}

/** `open`: too few requests for the percentile, or only the generator was late. */
function judged(tally: Tally, bound: CarryBound): 'met' | 'open' | CarryLimit {
  const { sent, completed, answers, throttled, late, served } = tally;
  const failed = completed - answers;
  if (failed > bound.maxErrorShare * completed) {
    return 2 * throttled > failed ? 'throttles' : 'errors';
  }
  const { percentile } = bound;
  if (percentile === null) return sent > CLEARLY * completed ? 'overload' : 'met';
  const allowed = (1 - percentile / 100) * completed;
  if (allowed < 1) return 'open';
  if (late <= allowed) return 'met';
  return served > allowed ? 'latency' : 'open';
}

/**
 * Computes when each request of a load should be sent: pure arithmetic on the phases, no clock.
 *
 * A phase's rate goes linearly from `startRps` to `endRps`. The requests due by time t are the
 * integral of the rate, and request k leaves when that integral reaches k:
 *
 *   rps |            ______        N(t) = r0·t + s·t²/2     s = (r1 - r0) / duration
 *       |        __/|      |       t(n) = 2n / (r0 + √(r0² + 2·s·n))
 *       |    __/    |      |
 *       |__/        |      |       (the root that stays exact when s is 0 or tiny)
 *       +-----------+------+-- t
 *
 * Each time is computed from k itself, not from the previous time, so errors do not accumulate and
 * there is no drift, however long the load.
 */
import type { Phase } from '../scenario/schema.ts';

export interface Plan {
  /** Requests in the plan. */
  readonly count: number;
  readonly durationMs: number;
  /** Intended send time of request `index` (0..count-1), ms after the plan's time zero. */
  intendedMs(index: number): number;
  /** Requests whose intended send time is before `ms`. */
  dueBefore(ms: number): number;
}

interface Segment {
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly startRps: number;
  /** Requests per second, per second. */
  readonly slope: number;
  /** Value of the integral where the segment starts and ends. */
  readonly from: number;
  readonly to: number;
}

/** Rounding tolerance of the integral, in requests: a sum of phases must not gain or lose one. */
const EPSILON = 1e-6;

/** Requests/s that one worker can send on its own core without falling behind. */
const RPS_PER_WORKER = 10_000;

/** The smallest number of workers that can send the load's peak rate. */
export function workersFor(phases: readonly Phase[], rpsPerWorker = RPS_PER_WORKER): number {
  const peakRps = Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps]));
  return Math.max(1, Math.ceil(peakRps / rpsPerWorker - EPSILON));
}

/** What this machine can be asked to send: Artillery leaves one core to itself. */
export function mostRps(cores: number, rpsPerWorker = RPS_PER_WORKER): number {
  return rpsPerWorker * Math.max(1, cores - 1);
}

/**
 * The plan of one worker, 1..workers: request w-1, n+w-1, 2n+w-1 and so on of the whole plan. Read off the whole
 * plan, not computed from an n-th of its rates, whose rounding would gain or lose a request now and then.
 */
export function buildShare(phases: readonly Phase[], worker: number, workers: number): Plan {
  const whole = buildPlan(phases);
  /** Of the first so many requests of the whole plan. */
  const own = (requests: number) => Math.max(0, Math.ceil((requests - worker + 1) / workers));
  const count = own(whole.count);
  return {
    count,
    durationMs: whole.durationMs,
    intendedMs(index) {
      refuseOutside(index, count);
      return whole.intendedMs(index * workers + worker - 1);
    },
    dueBefore: (ms) => own(whole.dueBefore(ms)),
  };
}

export function buildPlan(phases: readonly Phase[]): Plan {
  const segments = toSegments(phases);
  const last = segments.at(-1);
  const total = last?.to ?? 0;
  const durationMs = ((last?.startSeconds ?? 0) + (last?.durationSeconds ?? 0)) * 1_000;
  const count = Math.max(0, Math.ceil(total - EPSILON));
  // Requests are queried in order, so the previous segment is nearly always the right one.
  let current = 0;

  function segmentAt(integral: number): Segment {
    while (current > 0 && integral < segments[current]!.from) current -= 1;
    while (current < segments.length - 1 && integral >= segments[current]!.to - EPSILON)
      current += 1;
    return segments[current]!;
  }

  // Asked in the order of time, second by second of a month: again, the last one is nearly always right.
  let latest = 0;

  function integralAt(seconds: number): number {
    if (seconds <= 0 || last === undefined) return 0;
    while (latest > 0 && seconds < segments[latest]!.startSeconds) latest -= 1;
    while (latest < segments.length - 1 && seconds >= segments[latest + 1]!.startSeconds)
      latest += 1;
    const { startSeconds, durationSeconds, startRps, slope, from } = segments[latest]!;
    const into = Math.min(durationSeconds, seconds - startSeconds);
    return from + startRps * into + (slope * into ** 2) / 2;
  }

  return {
    count,
    durationMs,
    intendedMs(index) {
      refuseOutside(index, count);
      const segment = segmentAt(index);
      return (segment.startSeconds + secondsInto(segment, index - segment.from)) * 1_000;
    },
    dueBefore(ms) {
      const due = integralAt(ms / 1_000);
      return Math.min(count, Math.max(0, Math.ceil(due - EPSILON)));
    },
  };
}

function refuseOutside(index: number, count: number): void {
  if (index >= 0 && index < count) return;
  throw new RangeError(`request ${index} is not in 0..${count - 1}`);
}

function toSegments(phases: readonly Phase[]): Segment[] {
  const segments: Segment[] = [];
  let startSeconds = 0;
  let from = 0;
  for (const { durationSeconds, startRps, endRps } of phases) {
    const to = from + ((startRps + endRps) / 2) * durationSeconds;
    const slope = durationSeconds > 0 ? (endRps - startRps) / durationSeconds : 0;
    segments.push({ startSeconds, durationSeconds, startRps, slope, from, to });
    startSeconds += durationSeconds;
    from = to;
  }
  return segments;
}

/** Seconds after the segment's start at which `requests` of it are due. */
function secondsInto(segment: Segment, requests: number): number {
  if (requests <= 0) return 0;
  // A falling ramp that ends at 0 makes the root touch 0, and rounding may take it below.
  const root = Math.sqrt(Math.max(0, segment.startRps ** 2 + 2 * segment.slope * requests));
  return Math.min(segment.durationSeconds, (2 * requests) / (segment.startRps + root));
}

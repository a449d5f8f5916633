/** A plan's rates over time, without its single requests: its peak, its length, what it holds. Pure. */
import type { Phase } from './schema.ts';

/** As the verdict smooths the rate: a request at the edge of a second counts in one or the other. */
const SMOOTHING_SECONDS = 5;

/** Longer plans are not looked at second by second. */
const MOST_SECONDS = 1_000_000;

export function peakRpsOf(phases: readonly Phase[]): number {
  return Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps]));
}

/** The same shape at another height. A plan without load stays one. */
export function scaledToPeak(phases: readonly Phase[], peakRps: number): Phase[] {
  const factor = peakRps / (peakRpsOf(phases) || Number.POSITIVE_INFINITY);
  return phases.map((phase) => ({
    ...phase,
    startRps: phase.startRps * factor,
    endRps: phase.endRps * factor,
  }));
}

export function planSecondsOf(phases: readonly Phase[]): number {
  return phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}

/**
 * How long the plan holds a rate on average over every few seconds, as the verdict asks for it.
 *
 * @param forSeconds how long it should; shorter than the smoothing, it is what is averaged over
 * @returns whole seconds; infinite for a plan too long to look at
 */
export function longestSecondsAt(
  phases: readonly Phase[],
  rps: number,
  forSeconds: number,
): number {
  const seconds = Math.ceil(planSecondsOf(phases));
  if (seconds > MOST_SECONDS) return Number.POSITIVE_INFINITY;
  const width = Math.max(1, Math.min(SMOOTHING_SECONDS, Math.ceil(forSeconds)));
  const until = requestsUntil(phases, seconds);
  let [longest, inARow] = [0, 0];
  for (let end = width; end <= seconds; end += 1) {
    // Rates are sums of fractions: a millionth less is no less.
    const isHeld = (until[end]! - until[end - width]!) / width >= rps * (1 - 1e-6);
    inARow = isHeld ? inARow + 1 : 0;
    if (isHeld) longest = Math.max(longest, inARow + width - 1);
  }
  return longest;
}

/** The longest uninterrupted time, in seconds, that the plan's rate is above `rps`. */
export function longestSecondsOver(phases: readonly Phase[], rps: number): number {
  let longest = 0;
  let current = 0;
  for (const phase of phases) {
    const [from, to] = partOver(phase, rps);
    current = from === 0 ? current + to : to - from;
    longest = Math.max(longest, current);
    // A stretch that ends before its phase ends does not continue in the next one.
    if (to < phase.durationSeconds || to === from) current = 0;
  }
  return longest;
}

/** Planned requests before each whole second, the plan's end included. */
function requestsUntil(phases: readonly Phase[], seconds: number): Float64Array {
  const until = new Float64Array(seconds + 1);
  let [index, beganAt, before] = [0, 0, 0];
  for (let second = 0; second <= seconds; second += 1) {
    let phase = phases[index];
    while (phase !== undefined && second - beganAt > phase.durationSeconds) {
      beganAt += phase.durationSeconds;
      before += requestsIn(phase, phase.durationSeconds);
      index += 1;
      phase = phases[index];
    }
    until[second] = before + (phase === undefined ? 0 : requestsIn(phase, second - beganAt));
  }
  return until;
}

/** Requests of the first seconds of a phase: the area under its ramp. */
function requestsIn({ durationSeconds, startRps, endRps }: Phase, seconds: number): number {
  return startRps * seconds + ((endRps - startRps) * seconds ** 2) / (2 * durationSeconds);
}

/** The part of a phase above `rps`, in seconds since its start; a ramp has at most one. */
function partOver({ durationSeconds, startRps, endRps }: Phase, rps: number): [number, number] {
  if (startRps > rps && endRps > rps) return [0, durationSeconds];
  if (startRps <= rps && endRps <= rps) return [0, 0];
  const crossing = (durationSeconds * (rps - startRps)) / (endRps - startRps);
  return startRps > rps ? [0, crossing] : [crossing, durationSeconds];
}

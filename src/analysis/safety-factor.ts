/** Which share of what instances carry a target may be, so that they last until new ones help. */

/**
 * AWS's sizing formula is target = MAX_RPS x SAFETY_FACTOR x 60, and starts from 0.5 where nobody has measured.
 * Source: "Load testing your auto scaling configuration", Amazon SageMaker Developer Guide.
 */
export const AWS_SAFETY_FACTOR = 0.5;

/** However slowly a load grows, minutes differ from their mean, and not every instance gets its share of one. */
export const HIGHEST_SAFETY_FACTOR = 0.9;

/**
 * At the target, n instances get n x target. Until new ones help, the load grows on; what they then get must not
 * be more than they carry: n x target + growth <= n x max.
 *
 * @param growthRps by how much the load grows from the trigger until new instances take requests
 * @param maxRps what one instance carries
 * @param instances in service at the trigger
 * @returns at most HIGHEST_SAFETY_FACTOR; 0 or less where no target leaves enough room
 */
export function safetyFactor(growthRps: number, maxRps: number, instances: number): number {
  return Math.min(HIGHEST_SAFETY_FACTOR, 1 - growthRps / (instances * maxRps));
}

/** As a plan has them: a constant rate is a ramp from a rate to itself. */
interface Ramp {
  readonly durationSeconds: number;
  readonly startRps: number;
  readonly endRps: number;
}

/**
 * The most by which a plan's rate rises within so many seconds; a load begins from nothing, but nobody scales for
 * its first request, so the start itself is no rise.
 */
export function growthWithin(phases: readonly Ramp[], seconds: number): number {
  const ends: number[] = [];
  for (const { durationSeconds } of phases) ends.push((ends.at(-1) ?? 0) + durationSeconds);
  const corners = [0, ...ends].flatMap((at) => [at, at - seconds]);
  const total = ends.at(-1) ?? 0;
  const inside = corners.filter((at) => at >= 0 && at <= total);
  return inside.reduce(
    (most, from) =>
      Math.max(
        most,
        rateAt(phases, Math.min(total, from + seconds), 'after') - rateAt(phases, from, 'before'),
      ),
    0,
  );
}

/** At a corner, the rate that a rise is counted from or to. */
function rateAt(phases: readonly Ramp[], atSeconds: number, side: 'before' | 'after'): number {
  let start = 0;
  const rates: number[] = [];
  for (const { durationSeconds, startRps, endRps } of phases) {
    const end = start + durationSeconds;
    if (atSeconds >= start && atSeconds <= end) {
      const share = durationSeconds === 0 ? 1 : (atSeconds - start) / durationSeconds;
      rates.push(startRps + share * (endRps - startRps));
    }
    start = end;
  }
  if (rates.length === 0) return 0;
  return side === 'before' ? Math.min(...rates) : Math.max(...rates);
}

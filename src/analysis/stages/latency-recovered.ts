/** The stage *latency-recovered*: callers' latency is back under its bound and stays there. */
import { milliseconds, seconds } from '../../format/numbers.js';
import type { InstanceChange } from '../instance-changes.ts';
import { countedPoints, surelyInService } from '../instance-counts.ts';
import { sketchOver } from '../load-seconds.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import { inSecond, missing, notApplicable, type StageMoment } from './stage-moment.ts';

const SOURCE = 'latency of each second';
/** Consecutive seconds within the bound: a single one may be luck. */
const STEADY_SECONDS = 5;
/** The bound when the scenario has none: this multiple of the p99 from before the load step. */
const BOUND_FACTOR = 1.5;

/**
 * First second after in-service, and after latency rose, from which p99 latency stays at or below the bound for 5 s. The
 * bound is the scenario's `latency.maxMs`, else 1.5 x the p99 from before the load step.
 * Each recovery belongs to one scale-out: where two overlap, to the earlier.
 * Not applicable to a scale-in, when no second from load step until the new instances must take traffic
 * exceeded the bound, or when only seconds did after which 5 s before in-service were within it: then it
 * was not these instances that helped.
 */
export function latencyRecovered(
  evidence: ScalingEvidence,
  change: InstanceChange,
  span: {
    floorMs: number;
    loadStepMs: number | null;
    inServiceMs: number | null;
    /** When latency recovered from an earlier scale-out; null when it did not, or there was none. */
    earlierMs: number | null;
  },
): StageMoment {
  if (change.direction === 'in')
    return notApplicable(SOURCE, 'Latency does not recover in a scale-in.');
  if (evidence.seconds.length === 0) {
    return missing(SOURCE, 'There are no samples of the load, so its latency is unknown.');
  }
  if (span.inServiceMs === null) {
    return missing(SOURCE, 'The new instances were not seen in service.');
  }
  if (span.loadStepMs === null) {
    return missing(SOURCE, 'Without the load step, the latency before it is unknown.');
  }
  const bound = evidence.latencyBoundMs ?? boundFromBefore(evidence, span.floorMs, span.loadStepMs);
  if (bound === null) {
    return missing(SOURCE, 'No request completed before the load step, so there is no bound.');
  }
  const over = (p99: number | null) => p99 !== null && p99 > bound;
  const { loadStepMs, inServiceMs, earlierMs } = span;
  if (earlierMs !== null && earlierMs >= inServiceMs) {
    return notApplicable(SOURCE, 'Same recovery as that of the previous scale-out.');
  }
  const degradedFromMs = Math.max(loadStepMs, earlierMs ?? loadStepMs);
  const answered = evidence.seconds
    .filter(({ startMs, latencyMs }) => startMs + 1_000 > degradedFromMs && latencyMs.count > 0)
    .map(({ startMs, latencyMs }) => ({ startMs, good: !over(latencyMs.quantile(0.99)) }));
  const before = answered.filter(({ startMs }) => startMs < inServiceMs);
  const lastOver = before.findLastIndex(({ good }) => !good);
  const carriedBefore = before.length - 1 - lastOver >= STEADY_SECONDS;
  // Without traffic, the new instances help nobody yet: the backlog may reach the bound only now.
  const helpsByMs = inServiceMs + evidence.trafficGraceMs;
  const roseFromMs =
    lastOver >= 0 && !carriedBefore
      ? inServiceMs
      : answered.find((one) => !one.good && one.startMs >= inServiceMs && one.startMs < helpsByMs)
          ?.startMs;
  if (roseFromMs === undefined) {
    if (lastOver < 0) {
      const since = earlierMs === null ? 'never rose' : 'did not rise again';
      return notApplicable(SOURCE, `p99 latency ${since} above ${milliseconds(bound)}.`);
    }
    const ahead = (inServiceMs - before[lastOver]!.startMs) / 1_000 - 1;
    return notApplicable(
      SOURCE,
      `p99 latency was back under ${milliseconds(bound)} ${seconds(ahead)} before the new instances were in service.`,
    );
  }
  const after = answered.filter(({ startMs }) => startMs >= roseFromMs);
  const at = after.findIndex((_, index) => {
    const stretch = after.slice(index, index + STEADY_SECONDS);
    return stretch.length === STEADY_SECONDS && stretch.every((second) => second.good);
  });
  if (at < 0) {
    return missing(SOURCE, `p99 latency did not stay under ${milliseconds(bound)} for 5 s.`);
  }
  return inSecond(
    after[at]!.startMs,
    SOURCE,
    evidence.timeResolutionMs,
    `Bound: p99 of ${milliseconds(bound)}.`,
  );
}

/** The bound from the p99 before the load step; null when no request completed before it. */
export function boundFromBefore(
  evidence: ScalingEvidence,
  floorMs: number,
  loadStepMs: number,
): number | null {
  const known = countedPoints(evidence.points);
  // Refusals are quick, and no latency that anything came back to.
  const before = evidence.seconds.filter(
    (second) =>
      second.startMs >= floorMs &&
      second.startMs + 1_000 <= loadStepMs &&
      surelyInService(known, second.startMs) !== 0,
  );
  const p99 = sketchOver(before, 'latencyMs').quantile(0.99);
  return p99 === null ? null : p99 * BOUND_FACTOR;
}

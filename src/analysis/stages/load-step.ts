/**
 * *load-step*: the second in which the load outgrew the instances in service (for a scale-in: fell
 * below what they are kept for).
 */
import { breachRuns } from '../breach-runs.ts';
import type { InstanceChange } from '../instance-changes.ts';
import type { LoadSecond } from '../load-seconds.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import { requestsPerSecond, seriesOf, type TriggerRule } from '../tracked-metric.ts';
import { inSecond, missing, type StageMoment } from './stage-moment.ts';

const SOURCE = 'requests sent';

/**
 * First second in which the requests sent per instance in service exceeded the target's rate per
 * instance; for a scale-in, in which they fell below the low alarm's. Resolution 1 s.
 *
 * Looked for where it can have caused the breach: a step in the middle of a period may leave that
 * period's sum under the threshold, so from one period before the first breaching one, and back
 * from there as long as each second exceeds the rate. An earlier burst that led to nothing is
 * passed over. Never before `floorMs`, when the instances in question came into service.
 *
 * @param breach the first breaching period; null when it was not measured, then all of the time
 *   up to `untilMs` is looked through.
 */
export function loadStep(
  evidence: ScalingEvidence,
  change: InstanceChange,
  rule: TriggerRule | null,
  breach: { readonly startMs: number; readonly endMs: number } | null,
  floorMs: number,
  untilMs: number,
): StageMoment {
  const perInstance = rule === null ? null : requestsPerSecond(rule);
  if (perInstance === null) {
    return missing(
      SOURCE,
      rule === null
        ? 'No target is known, so no rate to compare the load with.'
        : `${rule.metric} is not a count of requests, so the load cannot be compared with it.`,
    );
  }
  if (evidence.seconds.length === 0) {
    return missing(SOURCE, 'There are no samples of the load to compare with the target.');
  }
  const limit = change.from * perInstance;
  const crossed = (sent: number) => (change.direction === 'out' ? sent > limit : sent < limit);
  const seconds = withEndOfLoad(evidence.seconds).filter(
    (second) => second.startMs + 1_000 > floorMs && second.startMs < (breach?.endMs ?? untilMs),
  );
  const periodMs = breach === null ? 0 : breach.endMs - breach.startMs;
  const searchFromMs = breach === null ? floorMs : breach.startMs - periodMs;
  let index = seconds.findIndex(
    (second) => second.startMs + 1_000 > searchFromMs && crossed(second.sent),
  );
  if (index < 0) {
    return missing(
      SOURCE,
      (change.direction === 'out' ? laggingNote(evidence, change, rule, floorMs, untilMs) : null) ??
        'No second of the load crossed the rate that the target stands for.',
    );
  }
  while (index > 0 && crossed(seconds[index - 1]!.sent)) index -= 1;
  const step = seconds[index]!;
  const standing = index === 0 && floorMs > (evidence.planStartMs ?? floorMs);
  return inSecond(
    Math.max(step.startMs, floorMs),
    SOURCE,
    standing ? 'The load had crossed the rate before these instances came into service.' : '',
  );
}

/**
 * The load may have fallen by the time that the last instances came, and the policy still acts: it
 * sees datapoints that are published late, of fewer instances. Null when that is not what happened.
 */
function laggingNote(
  { series, planStartMs }: ScalingEvidence,
  change: InstanceChange,
  rule: TriggerRule | null,
  floorMs: number,
  untilMs: number,
): string | null {
  // Before the first change nothing had come.
  if (rule === null || floorMs <= (planStartMs ?? floorMs)) return null;
  const points = seriesOf(rule, series)?.points.filter((point) => point.endMs <= untilMs) ?? [];
  const run = breachRuns(rule, points).at(-1);
  if (run === undefined || run.last.startMs >= floorMs) return null;
  const told = points.filter(
    ({ startMs }) => startMs >= run.first.startMs && startMs <= run.last.startMs,
  );
  const from = told.at(-rule.evaluationPeriods) ?? run.first;
  return `The load did not cross the rate again: the policy acted on datapoints of ${utc(from.startMs)} to ${utc(run.last.endMs)} UTC, of the time before the previous change had brought the count in service to ${change.from} (${utc(floorMs)} UTC).`;
}

function utc(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** The second after the last sample has no load: that, too, is a step. */
function withEndOfLoad(
  seconds: readonly LoadSecond[],
): readonly Pick<LoadSecond, 'startMs' | 'sent'>[] {
  const last = seconds.at(-1);
  return last === undefined ? [] : [...seconds, { startMs: last.startMs + 1_000, sent: 0 }];
}

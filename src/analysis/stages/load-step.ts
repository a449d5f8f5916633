/**
 * The stage *load-step*: the second in which the load exceeded the target of the instances in service (for a
 * scale-in: fell below the low alarm's threshold).
 */

import { breachRuns } from '../breach-runs.ts';
import { fleetWords } from '../copies.ts';
import type { InstanceChange } from '../instance-changes.ts';
import type { LoadSecond } from '../load-seconds.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import { requestsPerSecond, seriesOf, type TriggerRule } from '../tracked-metric.ts';
import { loadStepByPeriod } from './load-step-by-period.ts';
import { inSecond, missing, type StageMoment } from './stage-moment.ts';

const SOURCE = 'requests sent';

/**
 * First second in which the requests sent per instance in service exceeded the target's rate per instance;
 * for a scale-in, in which they fell below the low alarm's. Resolution 1 s.
 *
 * Without samples, CloudWatch's own count of requests tells the period (`load-step-by-period.ts`).
 *
 * The search starts one period before the first breaching one, since a step in mid-period may leave that
 * period's sum under the threshold. From the first second found it goes back as long as each second
 * exceeds the rate. So an earlier burst without effect is ignored. It never goes back beyond `floorMs`,
 * when the instances in question came into service.
 *
 * @param breach the first breaching period; null when it was not measured: the search then covers all the
 *   time up to `untilMs`.
 */
export function loadStep(
  evidence: ScalingEvidence,
  change: InstanceChange,
  rule: TriggerRule | null,
  breach: { readonly startMs: number; readonly endMs: number } | null,
  floorMs: number,
  untilMs: number,
): StageMoment {
  // Nothing in service carries nothing, whatever metric wakes it up.
  const fromZero = change.from === 0 && change.direction === 'out' ? 0 : null;
  const perInstance = fromZero ?? (rule === null ? null : requestsPerSecond(rule));
  if (perInstance === null) {
    return missing(
      SOURCE,
      rule === null
        ? 'The target is unknown, so there is no rate to compare the load with.'
        : `${rule.metric} does not count requests, so the load cannot be compared with it.`,
    );
  }
  const limit = change.from * perInstance;
  const crossed = (sent: number) => (change.direction === 'out' ? sent > limit : sent < limit);
  if (evidence.seconds.length === 0) {
    return loadStepByPeriod(evidence, crossed, breach, floorMs, untilMs);
  }
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
        'No second of the load crossed the rate of the target.',
    );
  }
  while (index > 0 && crossed(seconds[index - 1]!.sent)) index -= 1;
  const step = seconds[index]!;
  const standing = index === 0 && floorMs > (evidence.planStartMs ?? floorMs);
  return inSecond(
    Math.max(step.startMs, floorMs),
    SOURCE,
    evidence.timeResolutionMs,
    standing
      ? `The load had crossed the rate before these ${fleetWords(evidence).many} came into service.`
      : '',
  );
}

/**
 * The policy may act after the load has fallen, because datapoints are published late and come from the time
 * with fewer instances. Null when that did not happen.
 */
function laggingNote(
  { series, planStartMs }: ScalingEvidence,
  change: InstanceChange,
  rule: TriggerRule | null,
  floorMs: number,
  untilMs: number,
): string | null {
  // The first change has no earlier instances.
  if (rule === null || floorMs <= (planStartMs ?? floorMs)) return null;
  const points = seriesOf(rule, series)?.points.filter((point) => point.endMs <= untilMs) ?? [];
  const run = breachRuns(rule, points).at(-1);
  if (run === undefined || run.last.startMs >= floorMs) return null;
  const datapoints = points.filter(
    ({ startMs }) => startMs >= run.first.startMs && startMs <= run.last.startMs,
  );
  const from = datapoints.at(-rule.evaluationPeriods) ?? run.first;
  return `The load did not cross the rate again: the policy acted on datapoints from ${utc(from.startMs)} to ${utc(run.last.endMs)} UTC, before the previous change brought the count in service to ${change.from} (${utc(floorMs)} UTC).`;
}

function utc(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** Adds the second after the last sample: it has no load, which is a step too. */
function withEndOfLoad(
  seconds: readonly LoadSecond[],
): readonly Pick<LoadSecond, 'startMs' | 'sent'>[] {
  const last = seconds.at(-1);
  return last === undefined ? [] : [...seconds, { startMs: last.startMs + 1_000, sent: 0 }];
}

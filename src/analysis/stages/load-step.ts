/**
 * *load-step*: the second in which the load outgrew the instances in service (for a scale-in: fell
 * below what they are kept for).
 */
import type { InstanceChange } from '../instance-changes.ts';
import type { LoadSecond } from '../load-seconds.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import { requestsPerSecond, type TriggerRule } from '../tracked-metric.ts';
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
    return missing(SOURCE, 'No second of the load crossed the rate that the target stands for.');
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

/** The second after the last sample has no load: that, too, is a step. */
function withEndOfLoad(
  seconds: readonly LoadSecond[],
): readonly Pick<LoadSecond, 'startMs' | 'sent'>[] {
  const last = seconds.at(-1);
  return last === undefined ? [] : [...seconds, { startMs: last.startMs + 1_000, sent: 0 }];
}

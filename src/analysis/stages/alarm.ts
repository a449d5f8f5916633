/** The stage *alarm*: the alarm's transition to ALARM before the activity. */
import { alarmMoments } from '../alarm-moments.ts';
import { APIS, gapsOf, whyUnseen } from '../gaps.ts';
import type { InstanceChange } from '../instance-changes.ts';
import { type ScalingEvidence, toleranceMs } from '../scaling-evidence.ts';
import type { TriggerRule } from '../tracked-metric.ts';
import { missing, notApplicable, type StageMoment } from './stage-moment.ts';

/**
 * The last transition before the policy acted. An alarm that stays in ALARM makes the policy act again and
 * again. Its one transition belongs to the first change; for later ones the stage is not applicable.
 *
 * @param actedAtMs time of the activity, or of the poll that first saw its effect, local epoch ms.
 * @param earlier changes before this one, and when the policy acted for each.
 */
export function alarmStage(
  evidence: ScalingEvidence,
  change: InstanceChange,
  rule: TriggerRule | null,
  actedAtMs: number,
  earlier: readonly {
    readonly change: InstanceChange;
    readonly actedAtMs: number;
    /** Null where it is not known. */
    readonly alarmName: string | null;
  }[],
): StageMoment {
  const role = change.direction === 'out' ? 'high' : 'low';
  const moments = alarmMoments(evidence.aws, role, rule, evidence.clock);
  const moment = moments.findLast((one) => one.atMs <= actedAtMs + toleranceMs(evidence.clock));
  if (moment === undefined) {
    const gaps = gapsOf(evidence.aws, APIS.alarms);
    return missing(
      'alarm history',
      whyUnseen(gaps, `The ${role} alarm was not seen in ALARM before.`),
    );
  }
  const first = earlier.find(
    (one) =>
      one.change.direction === change.direction &&
      one.actedAtMs >= moment.atMs &&
      (one.alarmName ?? rule?.alarmName) === rule?.alarmName,
  );
  if (first !== undefined) {
    return notApplicable(
      moment.source,
      `The alarm had stayed in ALARM since the change from ${first.change.from} to ${first.change.to}; the policy acted on it again.`,
    );
  }
  return { status: 'measured', note: '', ...moment };
}

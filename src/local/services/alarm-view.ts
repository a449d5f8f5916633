/** Both kinds of alarms, those of a policy and those of users, as CloudWatch describes them. */
import type { Alarm } from '../../simulation/alarm.ts';
import { alarmArn, policyArn } from '../../simulation/identity.ts';
import type { MetricName } from '../../simulation/metric-source.ts';
import type { PolicyAlarm } from '../../simulation/policy-alarms.ts';
import { STATISTICS } from '../../simulation/statistics.ts';
import type { AlarmAction, UserAlarm } from '../../simulation/user-alarms.ts';
import type { Call } from './service.ts';

export interface AlarmView {
  readonly alarm: Alarm;
  readonly metric: MetricName;
  readonly statistic: string;
  readonly periodSeconds: number;
  /** Actions executed, oldest first. */
  readonly executed: readonly AlarmAction[];
  /** The members of its description that differ by kind. */
  readonly members: object;
}

/** The alarms there are, high alarm of the policy first. */
export function alarmsNow(call: Call): AlarmView[] {
  const { tracking, scaling } = call.simulation;
  return [
    ...tracking.policyAlarms.map((alarm) => policyView(alarm, call)),
    ...scaling.alarms.list.map((alarm) => userView(alarm, call)),
  ];
}

/** Deleted ones, too: their history survives them. */
export function alarmsEver(call: Call): AlarmView[] {
  const { tracking, scaling } = call.simulation;
  return [
    ...tracking.alarmsEver.map((alarm) => policyView(alarm, call)),
    ...scaling.alarms.ever.map((alarm) => userView(alarm, call)),
  ];
}

export function describeAlarm(
  { alarm, metric, statistic, periodSeconds, members }: AlarmView,
  call: Call,
): object {
  const { definition } = alarm;
  const isStandard = (STATISTICS as readonly string[]).includes(statistic);
  return {
    AlarmName: definition.name,
    AlarmArn: alarmArn(call.identity, definition.name),
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.createdAtMs),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: new Date(alarm.updatedAtMs),
    StateTransitionedTimestamp: new Date(alarm.updatedAtMs),
    MetricName: metric.metricName,
    Namespace: metric.namespace,
    ...(isStandard ? { Statistic: statistic } : { ExtendedStatistic: statistic }),
    Dimensions: metric.dimensions,
    // An integer only if the compression divides 60; XML protocol clients accept nothing else.
    Period: periodSeconds,
    ...(metric.unit !== undefined && { Unit: metric.unit }),
    EvaluationPeriods: definition.evaluationPeriods,
    Threshold: definition.threshold,
    ComparisonOperator: definition.comparison,
    ...members,
  };
}

function policyView(policyAlarm: PolicyAlarm, { simulation, identity }: Call): AlarmView {
  const { alarm, metric, store } = policyAlarm;
  const { tracking } = simulation;
  const { policy } = tracking;
  // Recorded: ARN and description name who made the alarm, and there is no DatapointsToAlarm.
  const arn = policy && `${policyArn(identity, policy.name, policy.id)}:createdBy/${policy.id}`;
  return {
    alarm,
    metric: {
      namespace: store.definitions[metric.name]!.namespace,
      metricName: metric.name,
      dimensions: store.dimensions,
    },
    statistic: metric.statistic,
    periodSeconds: tracking.periodMsOf(policyAlarm) / 1000,
    executed: executedOf(alarm, arn),
    members: {
      TreatMissingData: 'missing',
      AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: arn === undefined ? [] : [arn],
      InsufficientDataActions: [],
    },
  };
}

/** From the change of state to the action's execution; 4 to 31 ms were recorded. */
const ACTION_MS = 12;

/** A policy's alarm acts in ALARM alone, as soon as it is. */
function executedOf({ history }: Alarm, arn: string | undefined): AlarmAction[] {
  if (arn === undefined) return [];
  return history
    .filter(({ to }) => to === 'ALARM')
    .map(({ atMs }) => ({ atMs: atMs + ACTION_MS, arn }));
}

function userView(
  { alarm, settings, executed, actionsEnabled }: UserAlarm,
  _call: Call,
): AlarmView {
  const { description, actions, periodMs, statistic } = settings;
  const { treatMissingData } = alarm.definition;
  return {
    alarm,
    metric: settings,
    statistic,
    periodSeconds: periodMs / 1000,
    executed,
    members: {
      DatapointsToAlarm: alarm.definition.datapointsToAlarm,
      ...(treatMissingData && { TreatMissingData: treatMissingData }),
      ...(description !== undefined && { AlarmDescription: description }),
      ActionsEnabled: actionsEnabled,
      OKActions: actions.OK,
      AlarmActions: actions.ALARM,
      InsufficientDataActions: actions.INSUFFICIENT_DATA,
    },
  };
}

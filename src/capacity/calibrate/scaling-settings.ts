/** The scaling policy and its alarm, as AWS described them to the collector. */
import { lastObserved } from '../../analysis/last-observed.ts';
import { lastPolicy, policiesRead } from '../../analysis/policies.ts';
import { DEFAULT_COOLDOWN_SECONDS, trackedBy } from '../../aws/target-tracking.ts';
import { seconds } from '../../format/numbers.js';
import type { Evidence } from './evidence.ts';
import { known, notKnown, rounded, type Setting } from './setting.ts';

const METRICS = ['InvocationsPerInstance', 'ConcurrentRequestsPerModel'];

export function scalingSettings({ analysis, compression }: Evidence): Setting[] {
  const { aws } = analysis.evidence;
  return [
    ...bounds(aws),
    ...policySettings(aws, compression),
    alarmDatapoints(aws),
    ...scaleIn(analysis.events, aws),
  ];
}

type Aws = Evidence['analysis']['evidence']['aws'];

function bounds(aws: Aws): Setting[] {
  const target = lastObserved(aws, 'scalable-target');
  const from = 'DescribeScalableTargets';
  return [
    ['policy.minCapacity', target?.minCapacity] as const,
    ['policy.maxCapacity', target?.maxCapacity] as const,
  ].map(([key, value]) =>
    value === undefined
      ? notKnown(key, 'the variant is no scalable target')
      : known(key, value, from),
  );
}

function policySettings(aws: Aws, compression: number): Setting[] {
  const policy = lastPolicy(aws);
  const tracked = trackedBy(policy?.metric);
  const keys = ['policy.metric', 'policy.targetPerMinute'];
  if (policy === null) return keys.map((key) => notKnown(key, 'no scaling policy was seen'));
  if (tracked === null || !METRICS.includes(tracked.metric) || policy.targetValue === undefined) {
    const why = `the policy ${policy.name} (${policy.policyType}) tracks ${policy.metric}, which a stand-in does not`;
    return keys.map((key) => notKnown(key, why));
  }
  const from = 'DescribeScalingPolicies';
  const isRate = tracked.metric === 'InvocationsPerInstance';
  const cooldown = (key: string, value: number | undefined) =>
    value === undefined
      ? known(key, DEFAULT_COOLDOWN_SECONDS, "the policy sets none: AWS's own")
      : known(key, rounded(value * compression), from);
  return [
    known('policy.metric', tracked.metric, from),
    isRate
      ? known('policy.targetPerMinute', policy.targetValue * compression, from)
      : known('policy.targetConcurrency', policy.targetValue, from),
    cooldown('policy.scaleOutCooldownSeconds', policy.scaleOutCooldownSeconds),
    cooldown('policy.scaleInCooldownSeconds', policy.scaleInCooldownSeconds),
    known('policy.scaleInDisabled', policy.scaleInDisabled, from),
  ];
}

function alarmOf(aws: Aws, role: 'high' | 'low') {
  return policiesRead(aws).alarms.find((alarm) => alarm.role === role);
}

function alarmDatapoints(aws: Aws): Setting {
  const key = 'policy.alarmDatapoints';
  const rule = alarmOf(aws, 'high');
  if (rule === undefined) return notKnown(key, 'no alarm of the policy was seen');
  const { datapointsToAlarm, evaluationPeriods, periodSeconds } = rule;
  const of = datapointsToAlarm === evaluationPeriods ? '' : `, of the last ${evaluationPeriods}`;
  return known(
    key,
    datapointsToAlarm,
    `DescribeAlarms: ${datapointsToAlarm} x ${seconds(periodSeconds)}${of}`,
  );
}

/** Only what the alarm's shape says, and what one scale-in of several instances rules out. */
function scaleIn(events: Evidence['analysis']['events'], aws: Aws): Setting[] {
  const low = alarmOf(aws, 'low');
  const many = events.find(
    ({ direction, fromInstances, toInstances }) =>
      direction === 'in' && fromInstances - toInstances > 1,
  );
  return [
    ...(low?.metric === 'ConcurrentRequestsPerModel'
      ? [
          known(
            'policy.scaleInByTenSeconds',
            low.evaluationPeriods > 15,
            `DescribeAlarms: ${low.evaluationPeriods} x ${seconds(low.periodSeconds)}`,
          ),
        ]
      : []),
    ...(many === undefined
      ? []
      : [
          known(
            'policy.scaleInOneByOne',
            false,
            `scaled in from ${many.fromInstances} to ${many.toInstances} at once`,
          ),
        ]),
  ];
}

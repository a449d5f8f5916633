import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { causeInWords } from '../../../src/analysis/cause-words.ts';
import type { ActivityObservation, AwsEvent, AwsEventOf } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { notesOf, problemsOf } from '../findings/codes.ts';
import { HIGH_ALARM, LOW_ALARM, OFFSET_MS, SCALE_OUT, syntheticRun, T0 } from '../synthetic-run.ts';

const at = (second: number) => T0 + second * 1_000;

function activity(second: number, changes: Partial<ActivityObservation>): ActivityObservation {
  return {
    type: 'activity',
    seenAtMs: at(second + 2),
    id: `activity-at-${second}`,
    status: 'Successful',
    startMs: at(second) + OFFSET_MS,
    description: 'Setting desired instance count to 3.',
    cause: '',
    ...changes,
  };
}

/** The healthy run, with another activity in place of the policy's. */
function changedBy(...activities: readonly ActivityObservation[]): RunRecord {
  return syntheticRun({
    steps: [{ ...SCALE_OUT, alarmAt: null, activityAt: null }],
    extra: activities,
  });
}

const firstEvent = (record: RunRecord) => analyse(record).events[0]!;
const checkOf = (record: RunRecord, id: string) =>
  judge(record).checks.find((check) => check.id === id)!;
const stagesOf = (record: RunRecord) =>
  Object.fromEntries(firstEvent(record).stages.map(({ id, status }) => [id, status]));

const SCHEDULED = [
  activity(41, {
    description: 'Setting min capacity to 3 and max capacity to 4',
    cause: 'scheduled action name morning was triggered',
  }),
  activity(41.5, { cause: 'minimum capacity was set to 3' }),
];

describe('the cause of a change', () => {
  it.each([
    ['the policy', syntheticRun(), { kind: 'policy', name: 'keep', alarm: HIGH_ALARM }],
    [
      'a schedule',
      changedBy(...SCHEDULED),
      { kind: 'scheduled-action', name: 'morning', alarm: null },
    ],
    [
      'a schedule that AWS names itself',
      changedBy(activity(41.5, { cause: 'scheduled action name morning was triggered' })),
      { kind: 'scheduled-action', name: 'morning', alarm: null },
    ],
    [
      'a raised minimum',
      changedBy(activity(41.5, { cause: 'minimum capacity was set to 3' })),
      { kind: 'minimum', name: null, alarm: null },
    ],
    [
      'something new',
      changedBy(activity(41.5, { cause: 'a forecast said so' })),
      { kind: 'other', name: null, alarm: null },
    ],
  ])('is read from its activity: %s', (_what, record, cause) => {
    expect(firstEvent(record).cause).toEqual(cause);
  });

  it('is left out where AWS gives none, or no activity was seen', () => {
    expect(firstEvent(changedBy(activity(41.5, { cause: '' }))).cause).toBeUndefined();
    expect(firstEvent(changedBy()).cause).toBeUndefined();
  });

  it('is told in words', () => {
    expect(causeInWords(firstEvent(syntheticRun()))).toBe(`policy keep, on alarm ${HIGH_ALARM}`);
    expect(causeInWords(firstEvent(changedBy(...SCHEDULED)))).toBe(
      'scheduled action morning raised the minimum',
    );
  });

  it('has no alarm and no load step where a schedule changed the count', () => {
    expect(stagesOf(changedBy(...SCHEDULED))).toMatchObject({
      'load-step': 'not-applicable',
      'metric-breach': 'not-applicable',
      alarm: 'not-applicable',
      activity: 'measured',
      'in-service': 'measured',
    });
  });
});

describe('scaled-out', () => {
  it('is not proven by instances that a schedule or a raised minimum brought', () => {
    expect(checkOf(changedBy(...SCHEDULED), 'scaled-out')).toMatchObject({
      status: 'inconclusive',
      reason: 'not-by-load',
      message:
        'The change from 1 to 3 was not made by the load: scheduled action morning raised the minimum. Run it at a time without scheduled changes, starting below the count that is expected.',
    });
    const raised = changedBy(activity(41.5, { cause: 'minimum capacity was set to 3' }));
    expect(checkOf(raised, 'scaled-out').reason).toBe('not-by-load');
  });

  it('is proven by a policy, and by an unknown cause as it always was', () => {
    expect(checkOf(syntheticRun(), 'scaled-out').status).toBe('pass');
    expect(checkOf(changedBy(), 'scaled-out').status).toBe('pass');
  });
});

const STEPS_ALARM = 'a-busy-alarm';
const stepPolicy: AwsEventOf<'policy'> = {
  type: 'policy',
  atMs: at(-2),
  name: 'steps',
  policyType: 'StepScaling',
  metric: 'custom',
  scaleInDisabled: false,
  alarms: [STEPS_ALARM],
  steps: [{ lower: 0, adjustment: 2 }],
  adjustmentType: 'ChangeInCapacity',
};
const alarm = (changes: Partial<AwsEventOf<'alarm'>>): AwsEventOf<'alarm'> => ({
  ...syntheticRun().aws.find((event) => event.type === 'alarm')!,
  name: STEPS_ALARM,
  ...changes,
});
const fired = (name: string, second: number): AwsEvent => ({
  type: 'alarm-transition',
  seenAtMs: at(second + 2),
  name,
  timestampMs: at(second) + OFFSET_MS,
  from: 'OK',
  to: 'ALARM',
});
const byStep = activity(36.5, {
  cause: `monitor alarm ${STEPS_ALARM} in state ALARM triggered policy steps`,
});

describe('several policies', () => {
  /** The step policy's alarm wants two periods and so acts first; its name comes first, too. */
  const both = syntheticRun({
    policy: { alarms: [HIGH_ALARM, LOW_ALARM] },
    steps: [{ ...SCALE_OUT, activityAt: null, desiredAt: 37 }],
    extra: [
      stepPolicy,
      alarm({ threshold: 3_000, evaluationPeriods: 2, datapointsToAlarm: 2 }),
      fired(STEPS_ALARM, 36),
      byStep,
    ],
  });

  it('are told apart by the one that acted, and its alarm dates the stages', () => {
    const event = firstEvent(both);
    expect(event.cause).toEqual({ kind: 'policy', name: 'steps', alarm: STEPS_ALARM });
    const alarmStage = event.stages.find(({ id }) => id === 'alarm')!;
    expect((alarmStage.atMs! - T0) / 1_000).toBe(36);
  });

  it('follow the alarm that acted, not the first by name', () => {
    const record = syntheticRun({
      policy: { alarms: [HIGH_ALARM, LOW_ALARM] },
      extra: [stepPolicy, alarm({ threshold: 1 }), fired(STEPS_ALARM, 3)],
    });
    const stages = firstEvent(record).stages;
    expect((stages.find(({ id }) => id === 'alarm')!.atMs! - T0) / 1_000).toBe(41);
    expect(analyse(record).evidence.outRule?.alarmName).toBe(HIGH_ALARM);
  });

  it('ask for instances by the target of the one that has one', () => {
    expect(analyse(both).demand?.most).toBe(3);
    expect(checkOf(both, 'converged').status).toBe('pass');
  });
});

describe('a step policy alone', () => {
  const alone = (changes: Partial<Parameters<typeof syntheticRun>[0]> = {}) => {
    const record = syntheticRun({
      steps: [{ ...SCALE_OUT, activityAt: null }],
      extra: [
        stepPolicy,
        alarm({}),
        fired(STEPS_ALARM, 41),
        { ...byStep, startMs: at(41.5) + OFFSET_MS },
      ],
      ...changes,
    });
    return {
      ...record,
      aws: record.aws.filter(
        (event) =>
          !(event.type === 'policy' && event.name === 'keep') &&
          !(event.type === 'alarm' && event.name !== STEPS_ALARM) &&
          !(event.type === 'alarm-transition' && event.name !== STEPS_ALARM),
      ),
    };
  };

  it('has a trigger, but its threshold says nothing of how many instances are needed', () => {
    const analysis = analyse(alone());
    expect(analysis.trigger.state).toBe('crossed');
    expect(analysis.demand).toBeNull();
    expect(analysis.capacity?.needed?.toMeetTarget ?? null).toBeNull();
    expect(checkOf(alone(), 'trigger-crossed').status).toBe('pass');
    expect(checkOf(alone(), 'scaled-out').status).toBe('pass');
  });

  it('is not told to be a target-tracking policy', () => {
    const longAlarm = alone({
      extra: [
        stepPolicy,
        alarm({ evaluationPeriods: 8, datapointsToAlarm: 8 }),
        fired(STEPS_ALARM, 66),
        { ...byStep, startMs: at(66.5) + OFFSET_MS },
      ],
      steps: [{ ...SCALE_OUT, activityAt: null, desiredAt: 67, inServiceAt: 89.6 }],
    });
    expect(problemsOf(longAlarm)).not.toContain('slow-detection');
    expect(notesOf(alone())).toEqual([]);
  });
});

describe('a policy on a customized metric', () => {
  const custom = (changes: Partial<AwsEventOf<'alarm'>>, values: Record<string, unknown> = {}) => {
    const record = syntheticRun({
      policy: {
        metric: 'custom',
        alarms: [HIGH_ALARM, LOW_ALARM],
        customMetric: { namespace: 'Shop', name: 'OrdersWaiting', stat: 'Average' },
      },
      ...values,
    });
    return {
      ...record,
      aws: record.aws.map((event) => (event.type === 'alarm' ? { ...event, ...changes } : event)),
    };
  };
  const orders = { namespace: 'Shop', metric: 'OrdersWaiting', stat: 'Average', threshold: 50 };

  it('leaves the trigger open where its metric is not recorded and nothing scaled', () => {
    const record = custom(orders, { steps: [] });
    expect(checkOf(record, 'trigger-crossed')).toMatchObject({
      status: 'inconclusive',
      reason: 'no-metric-data',
      message:
        'CloudWatch has no datapoint of OrdersWaiting during the load. Check the endpoint and variant names, and keep watching until the metric is published.',
    });
    expect(checkOf(record, 'scaled-out').status).toBe('inconclusive');
    expect(problemsOf(record)).toEqual([]);
  });

  it('is judged by its own datapoints', () => {
    const waiting = (second: number): AwsEvent => ({
      type: 'datapoint',
      seenAtMs: at(second + 10),
      service: 'sagemaker',
      metric: 'OrdersWaiting',
      stat: 'Average',
      unit: 'count',
      periodSeconds: 5,
      timestampMs: at(second) + OFFSET_MS,
      value: second < 20 ? 10 : 80,
      revision: 0,
      final: true,
    });
    const extra = Array.from({ length: 36 }, (_, period) => waiting(5 * period));
    const record = custom(orders, { extra });
    expect(analyse(record).trigger).toMatchObject({ state: 'crossed', highest: 80 });
    expect(checkOf(record, 'scaled-out').status).toBe('pass');
    // Nobody promised to publish it all the time.
    expect(problemsOf(custom(orders, { extra: extra.slice(0, 12) }))).not.toContain(
      'metrics-missing',
    );
  });

  it('leaves the trigger open where it tracks metric math', () => {
    expect(
      checkOf(custom({ metric: '', stat: '' }, { steps: [] }), 'trigger-crossed'),
    ).toMatchObject({
      status: 'inconclusive',
      message:
        'The policy acts on metric math, which is not recorded, and its alarm did not fire. Only a scale-out would show that the load crossed its threshold.',
    });
  });

  it('is not confused with a metric of the same name elsewhere', () => {
    const record = custom(
      { ...orders, metric: 'InvocationsPerInstance', stat: 'Sum' },
      { steps: [] },
    );
    expect(analyse(record).trigger.state).toBe('no-data');
  });
});

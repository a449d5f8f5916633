import { describe, expect, it } from 'vitest';
import type { ActivityObservation } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import {
  gap,
  HIGH_ALARM,
  type Knobs,
  OFFSET_MS,
  SCALE_OUT,
  syntheticRun,
  T0,
  without,
} from '../synthetic-run.ts';

const at = (second: number) => T0 + second * 1_000;
const stuck: Partial<Knobs> = { steps: [] };
const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };
const quota: ActivityObservation = {
  type: 'activity',
  seenAtMs: at(60),
  id: 'quota',
  status: 'Failed',
  startMs: at(45) + OFFSET_MS,
  description: 'Setting desired instance count to 3.',
  cause: `monitor alarm ${HIGH_ALARM} in state ALARM triggered policy keep`,
  statusMessage: 'Failed to set desired instance count to 3. Reason: the quota is 1 Instances.',
};

describe('scaled-out', () => {
  itFinds('scaled-out', [
    {
      what: 'a load too small',
      run: () => syntheticRun({ ...stuck, planned: () => 300 }),
      is: 'inconclusive',
      reason: 'trigger-not-crossed',
      overall: 'inconclusive',
    },
    {
      what: 'more instances than the load needs, and as many as it needs came',
      run: () =>
        syntheticRun({
          expect: { scaledOut: { fromInstances: 1, atLeastInstances: 4, withinSeconds: 90 } },
        }),
      is: 'inconclusive',
      reason: 'load-needs-fewer',
      overall: 'inconclusive',
    },
    {
      what: 'more instances than the load needs, and none could come',
      run: () =>
        syntheticRun({
          ...stuck,
          extra: [quota],
          expect: { scaledOut: { fromInstances: 1, atLeastInstances: 4, withinSeconds: 90 } },
        }),
      is: 'fail',
      reason: 'scaling-failed',
      overall: 'fail',
    },
    {
      what: 'instances that the load needs only later, in time counted from then',
      run: () =>
        syntheticRun({
          planned: (second) => (second < 20 ? 100 : second < 60 ? 700 : 1_000),
          steps: [{ ...SCALE_OUT, inServiceAt: 120 }],
          expect: { scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 60 } },
        }),
      is: 'inconclusive',
      reason: 'needed-later',
      overall: 'inconclusive',
    },
    {
      what: 'instances that the load needs only later, too late counted from then',
      run: () =>
        syntheticRun({
          planned: (second) => (second < 20 ? 100 : second < 60 ? 700 : 1_000),
          steps: [{ ...SCALE_OUT, inServiceAt: 140 }],
          expect: { scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 60 } },
        }),
      is: 'fail',
      reason: 'too-slow',
      overall: 'fail',
    },
    {
      what: 'datapoints missing before the trigger, which may have been too early',
      run: () =>
        syntheticRun({
          metric: (name, start, value) =>
            name === 'sagemaker/InvocationsPerInstance' && start >= 5 && start < 25 ? null : value,
          expect: { scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 50 } },
        }),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'a maximum of 1',
      run: () => syntheticRun({ ...stuck, maxCapacity: 1 }),
      is: 'fail',
      reason: 'at-max-capacity',
      overall: 'fail',
    },
    {
      what: 'a maximum of 1, the generator in doubt',
      run: () =>
        syntheticRun({
          ...stuck,
          maxCapacity: 1,
          lagMs: () => 500,
          sent: (_, planned) => planned * 0.9,
        }),
      is: 'fail',
      reason: 'at-max-capacity',
      overall: 'fail',
    },
    {
      what: 'a maximum that only an activity tells',
      run: () =>
        without(
          syntheticRun({ ...stuck, extra: [notScaled('AlreadyAtMaxCapacity')] }),
          'scalable-target',
        ),
      is: 'fail',
      reason: 'at-max-capacity',
      overall: 'fail',
    },
    {
      what: 'a suspended target',
      run: () => syntheticRun({ ...stuck, scaleOutSuspended: true }),
      is: 'fail',
      reason: 'scaling-suspended',
      overall: 'fail',
    },
    {
      what: 'no policy',
      run: () => without(syntheticRun(stuck), 'policy', 'alarm', 'scalable-target'),
      is: 'fail',
      reason: 'no-policy',
      overall: 'fail',
    },
    {
      what: 'a quota',
      run: () => syntheticRun({ ...stuck, extra: [quota] }),
      is: 'fail',
      reason: 'scaling-failed',
      overall: 'fail',
    },
    {
      what: 'a variant that cannot scale',
      run: () =>
        syntheticRun({
          ...stuck,
          extra: [notScaled('TargetServicePutResourceAsUnscalable')],
        }),
      is: 'fail',
      reason: 'scaling-refused',
      overall: 'fail',
    },
    {
      what: 'a decision not to scale, filed as failed',
      run: () =>
        syntheticRun({
          steps: [{ ...SCALE_OUT, to: 2 }],
          extra: [notScaled('AlreadyAtMinCapacity')],
        }),
      is: 'fail',
      reason: 'not-enough-instances',
      overall: 'fail',
    },
    {
      what: 'a variant that could not scale for a moment',
      run: () =>
        syntheticRun({
          steps: [{ ...SCALE_OUT, to: 2 }],
          extra: [
            { ...notScaled('TargetServicePutResourceAsUnscalable'), startMs: at(20) + OFFSET_MS },
          ],
        }),
      is: 'fail',
      reason: 'not-enough-instances',
      overall: 'fail',
    },
    {
      what: 'a silent alarm',
      run: () => syntheticRun(stuck),
      is: 'fail',
      reason: 'alarm-never-fired',
      overall: 'fail',
    },
    {
      what: 'an alarm that watches another metric than the policy tracks',
      run: () => syntheticRun({ ...stuck, highAlarm: { metric: 'CPUUtilization' } }),
      is: 'fail',
      reason: 'alarm-on-other-metric',
      overall: 'fail',
    },
    {
      what: 'slow instances',
      run: () => syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: 150 }] }),
      is: 'fail',
      reason: 'too-slow',
      overall: 'fail',
    },
    {
      what: 'a limit at the very time it took',
      run: () =>
        syntheticRun({ expect: { scaledOut: { atLeastInstances: 3, withinSeconds: 39.6 } } }),
      is: 'inconclusive',
      reason: 'within-measuring-error',
      overall: 'inconclusive',
    },
    {
      what: 'too few instances',
      run: () => syntheticRun({ steps: [{ ...SCALE_OUT, to: 2 }] }),
      is: 'fail',
      reason: 'not-enough-instances',
      overall: 'fail',
    },
    {
      what: 'too few instances for a load not delivered',
      run: () =>
        syntheticRun({ steps: [{ ...SCALE_OUT, to: 2 }], sent: (_, planned) => planned * 0.9 }),
      is: 'inconclusive',
      reason: 'generator-in-doubt',
      overall: 'inconclusive',
    },
    {
      what: 'instances that never start',
      run: () => syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: null }] }),
      is: 'fail',
      reason: 'not-enough-instances',
      overall: 'fail',
    },
    {
      what: 'no polls',
      run: () => without(syntheticRun(), 'endpoint'),
      is: 'inconclusive',
      reason: 'no-endpoint-data',
      overall: 'inconclusive',
    },
    {
      what: 'polls that went blind',
      run: () => pollsUntil(60, gap('DescribeEndpoint', 60, 200, 'unreachable')),
      is: 'inconclusive',
      reason: 'no-endpoint-data',
      overall: 'inconclusive',
    },
    {
      what: 'a gap over the limit',
      run: () => pollsExcept(50, 130),
      is: 'inconclusive',
      reason: 'no-endpoint-data',
      overall: 'inconclusive',
    },
    {
      what: 'a watch that ended too soon',
      run: () => pollsUntil(60),
      is: 'inconclusive',
      reason: 'observation-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'a load that ended too soon',
      run: () => syntheticRun({ ...stuck, loadSeconds: 60 }),
      is: 'inconclusive',
      reason: 'load-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'enough instances to begin with',
      run: () => syntheticRun({ ...stuck, fromInstances: 3, latencyMs: () => 20 }),
      is: 'inconclusive',
      reason: 'wrong-start',
      overall: 'inconclusive',
    },
    {
      what: 'another start than asked for',
      run: () => syntheticRun({ fromInstances: 2 }),
      is: 'inconclusive',
      reason: 'wrong-start',
      overall: 'inconclusive',
    },
    {
      what: 'no metric, and slow',
      run: () =>
        without(
          syntheticRun({ steps: [{ ...SCALE_OUT, alarmAt: null, inServiceAt: 150 }] }),
          'datapoint',
        ),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died',
      run: () => syntheticRun({ ...stuck, outcomes: dead }),
      is: 'inconclusive',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'no load',
      run: () => ({ ...syntheticRun(), load: [] }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
  ]);

  it('takes the end of the first breaching period for the start of the clock', () => {
    const check = checkOf(judge(syntheticRun()).checks, 'scaled-out');
    expect(check).toMatchObject({
      status: 'pass',
      observedValue: { value: 39.5, unit: 'seconds' },
    });
    expect(check.observed).toBe(
      '3 instances in service 39.5 s ± 0.5 s after the trigger was crossed',
    );
  });

  it('bounds the time by the start of the load when the trigger is unknown', () => {
    const run = syntheticRun({ steps: [{ ...SCALE_OUT, alarmAt: null }] });
    const check = checkOf(judge(without(run, 'datapoint')).checks, 'scaled-out');
    expect(check).toMatchObject({ status: 'pass', observedValue: { value: 65, unit: 'seconds' } });
  });

  it('quotes what AWS said about a failed scale-out', () => {
    const check = checkOf(judge(syntheticRun({ ...stuck, extra: [quota] })).checks, 'scaled-out');
    expect(check.message).toContain('the quota is 1 Instances');
  });

  it('forgets a failed attempt that a later one made good', () => {
    const early = { ...quota, startMs: at(41.2) + OFFSET_MS };
    const run = syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: null }], extra: [early] });
    expect(checkOf(judge(run).checks, 'scaled-out').reason).toBe('not-enough-instances');
  });

  it('does not take a change refused during an update for what stood in the way', () => {
    const busy = { ...quota, statusMessage: 'Reason: Cannot update in-progress endpoint "wine".' };
    const run = syntheticRun({ steps: [{ ...SCALE_OUT, to: 2 }], extra: [busy] });
    expect(checkOf(judge(run).checks, 'scaled-out').reason).toBe('not-enough-instances');
  });

  it('names the longest wait of a scale-out that was too slow', () => {
    const run = syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: 150 }] });
    const check = checkOf(judge(run).checks, 'scaled-out');
    expect(check.message).toContain('The longest wait was for in-service (108 s)');
  });
});

function notScaled(code: string): ActivityObservation {
  return {
    ...quota,
    id: 'not-scaled',
    description: 'Attempting to scale',
    notScaledReasons: [code],
  };
}

function pollsUntil(second: number, ...extra: RunRecord['aws']): RunRecord {
  const record = syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: null }], extra });
  return {
    ...record,
    aws: record.aws.filter((event) => event.type !== 'endpoint' || event.atMs <= at(second)),
  };
}

function pollsExcept(from: number, to: number): RunRecord {
  const record = syntheticRun({ extra: [gap('DescribeEndpoint', from, to)] });
  return {
    ...record,
    aws: record.aws.filter(
      (event) => event.type !== 'endpoint' || event.atMs < at(from) || event.atMs > at(to),
    ),
  };
}

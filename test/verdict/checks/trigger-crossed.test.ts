import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { gap, syntheticRun, T0, without } from '../synthetic-run.ts';

describe('trigger-crossed', () => {
  itFinds('trigger-crossed', [
    {
      what: 'a load too small',
      run: () => syntheticRun({ steps: [], planned: () => 300 }),
      is: 'inconclusive',
      reason: 'trigger-not-crossed',
      overall: 'inconclusive',
    },
    {
      what: 'a burst too short to count',
      run: () =>
        syntheticRun({
          steps: [],
          planned: (second) => (second >= 20 && second < 30 ? 1_000 : 100),
        }),
      is: 'inconclusive',
      reason: 'trigger-not-crossed',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died before',
      run: () =>
        syntheticRun({
          steps: [],
          planned: () => 300,
          outcomes: (second, sent) => (second < 48 ? { correct: sent } : { network: sent }),
        }),
      is: 'inconclusive',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'no metric',
      run: () => without(syntheticRun({ steps: [] }), 'datapoint'),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'metrics that fell silent under a load too small until then',
      run: () => {
        const run = syntheticRun({
          steps: [],
          planned: (second) => (second < 100 ? 300 : 1_000),
          extra: [gap('GetMetricData', 95, 200, 'unreachable')],
        });
        const silent = (event: (typeof run.aws)[number]) =>
          event.type === 'datapoint' && event.timestampMs > T0 + 90_000;
        return { ...run, aws: run.aws.filter((event) => !silent(event)) };
      },
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'no policy',
      run: () => without(syntheticRun({ steps: [] }), 'policy', 'alarm', 'scalable-target'),
      is: 'inconclusive',
      reason: 'no-policy',
      overall: 'fail',
    },
    {
      what: 'policies that may not be read',
      run: () =>
        without(
          syntheticRun({ steps: [], extra: [gap('DescribeScaling', 0, 200, 'denied')] }),
          'policy',
          'alarm',
          'scalable-target',
        ),
      is: 'inconclusive',
      reason: 'no-target-data',
      overall: 'inconclusive',
    },
    {
      what: 'nothing asked of scaling',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
  ]);

  it('trusts the alarm where datapoints were lost', () => {
    const check = checkOf(judge(without(syntheticRun(), 'datapoint')).checks, 'trigger-crossed');
    expect(check).toMatchObject({
      status: 'pass',
      observed: 'the alarm fired with 0 breaching datapoints on record',
    });
  });

  it('is judged by what the policy tracks where the alarm watches something else', () => {
    const highAlarm = { metric: 'CPUUtilization', threshold: 80 };
    const check = checkOf(judge(syntheticRun({ steps: [], highAlarm })).checks, 'trigger-crossed');
    expect(check.status).toBe('pass');
    expect(check.limit).toContain('InvocationsPerInstance breaching 2,000');
  });

  it('does not trust an alarm on another metric where datapoints were lost', () => {
    const run = syntheticRun({ highAlarm: { metric: 'CPUUtilization' } });
    const check = checkOf(judge(without(run, 'datapoint')).checks, 'trigger-crossed');
    expect(check).toMatchObject({ status: 'inconclusive', reason: 'no-metric-data' });
  });

  it('falls back on the policy and the default rule when no alarm could be read, and says so', () => {
    const run = without(syntheticRun(), 'alarm', 'alarm-transition');
    const check = checkOf(judge(run).checks, 'trigger-crossed');
    expect(check.status).toBe('pass');
    expect(check.limit).toContain('the default rule: no alarm on this metric was seen');
  });
});

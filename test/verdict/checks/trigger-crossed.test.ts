import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { gap, syntheticRun, without } from '../synthetic-run.ts';

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
    expect(check).toMatchObject({ status: 'pass', observed: 'the alarm fired' });
  });

  it('falls back on the policy and the usual rule when no alarm could be read, and says so', () => {
    const run = without(syntheticRun(), 'alarm', 'alarm-transition');
    const check = checkOf(judge(run).checks, 'trigger-crossed');
    expect(check.status).toBe('pass');
    expect(check.limit).toContain('the usual rule: no alarm was seen');
  });
});

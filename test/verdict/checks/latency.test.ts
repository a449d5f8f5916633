import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('latency', () => {
  itFinds('latency', [
    {
      what: 'slow service',
      run: () => syntheticRun({ latencyMs: () => 300, serviceTimeMs: () => 299 }),
      is: 'fail',
      reason: 'service-too-slow',
      overall: 'fail',
    },
    {
      what: 'slow service, for want of connections',
      run: () =>
        syntheticRun({
          latencyMs: () => 500,
          serviceTimeMs: () => 299,
          lagMs: () => 200,
          connectionLimitHits: () => 900,
        }),
      is: 'fail',
      reason: 'service-too-slow',
      overall: 'fail',
    },
    {
      what: 'slow sending',
      run: () => syntheticRun({ latencyMs: () => 300 }),
      is: 'fail',
      reason: 'too-slow',
      overall: 'fail',
    },
    {
      what: 'slowness of a late generator',
      run: () => syntheticRun({ latencyMs: () => 300, serviceTimeMs: () => 299, lagMs: () => 200 }),
      is: 'inconclusive',
      reason: 'generator-in-doubt',
      overall: 'inconclusive',
    },
    {
      what: 'a bound within the resolution',
      run: () =>
        syntheticRun({
          latencyMs: () => 100,
          expect: { latency: { percentile: 50, maxMs: 99.9 } },
        }),
      is: 'inconclusive',
      reason: 'within-measuring-error',
      overall: 'inconclusive',
    },
    {
      what: 'too few requests',
      run: () =>
        syntheticRun({
          planned: (second) => (second === 5 ? 400 : 0),
          expect: { latency: { maxMs: 250 } },
        }),
      is: 'inconclusive',
      reason: 'too-few-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a rate never held',
      run: () =>
        syntheticRun({
          expect: { reachedRate: { rps: 1_000, holdSeconds: 300 }, latency: { maxMs: 250 } },
        }),
      is: 'inconclusive',
      reason: 'rate-not-held',
      overall: 'inconclusive',
    },
    {
      what: 'no answers',
      run: () =>
        syntheticRun({ outcomes: () => ({}), expect: { latency: { maxMs: 250, over: 'run' } } }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died',
      run: () => syntheticRun({ steps: [], outcomes: dead }),
      is: 'inconclusive',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'nothing asked',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
  ]);

  it('says how many requests are still needed', () => {
    const run = syntheticRun({
      planned: (second) => (second === 5 ? 400 : 0),
      expect: { latency: { maxMs: 250 } },
    });
    expect(checkOf(judge(run).checks, 'latency').message).toContain('59 more requests');
  });
});

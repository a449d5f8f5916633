import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { type Knobs, killedAt, SCALE_OUT, syntheticRun, without } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('reached-rate', () => {
  itFinds('reached-rate', [
    {
      what: 'a plan too short',
      run: () => syntheticRun({ expect: { reachedRate: { rps: 1_000, holdSeconds: 300 } } }),
      is: 'inconclusive',
      reason: 'plan-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'a rate that was not sent',
      run: () =>
        syntheticRun({ sent: (second, planned) => (second % 30 < 5 ? planned / 2 : planned) }),
      is: 'inconclusive',
      reason: 'rate-not-sent',
      overall: 'inconclusive',
    },
    {
      what: 'a rate that was not answered',
      run: () =>
        syntheticRun({ outcomes: (_, sent) => ({ correct: sent * 0.5, throttled: sent * 0.5 }) }),
      is: 'fail',
      reason: 'rate-not-answered',
      overall: 'fail',
    },
    {
      what: 'a rate that was not answered, for want of connections',
      run: () =>
        syntheticRun({
          lagMs: () => 200,
          connectionLimitHits: () => 900,
          outcomes: (_, sent) => ({ correct: sent * 0.5, timeout: sent * 0.5 }),
        }),
      is: 'fail',
      reason: 'rate-not-answered',
      overall: 'fail',
    },
    {
      what: 'nothing answered at all',
      run: () => syntheticRun({ outcomes: () => ({}) }),
      is: 'fail',
      reason: 'rate-not-answered',
      overall: 'fail',
    },
    {
      what: 'too few instances meanwhile',
      run: () =>
        syntheticRun({
          steps: [{ ...SCALE_OUT, inServiceAt: 100 }],
          expect: { reachedRate: { rps: 1_000, holdSeconds: 110, minInstances: 3 } },
        }),
      is: 'fail',
      reason: 'not-enough-instances',
      overall: 'fail',
    },
    {
      what: 'a rate that ends too soon after the instances were due',
      run: () =>
        syntheticRun({
          expect: { reachedRate: { rps: 1_000, holdSeconds: 140, minInstances: 3 } },
        }),
      is: 'inconclusive',
      reason: 'plan-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'more instances than the load needs',
      run: () =>
        syntheticRun({
          expect: { reachedRate: { rps: 1_000, holdSeconds: 60, minInstances: 4 } },
        }),
      is: 'inconclusive',
      reason: 'load-needs-fewer',
      overall: 'inconclusive',
    },
    {
      what: 'enough instances that do not answer',
      run: () =>
        syntheticRun({
          outcomes: (second, sent) =>
            second < 66 ? { correct: sent } : { correct: sent * 0.5, 'server-error': sent * 0.5 },
          expect: { reachedRate: { rps: 1_000, holdSeconds: 40, minInstances: 3 } },
        }),
      is: 'fail',
      reason: 'rate-not-answered',
      overall: 'fail',
    },
    {
      what: 'a trigger that was not crossed',
      run: () =>
        syntheticRun({
          steps: [],
          planned: () => 300,
          expect: { converged: {}, reachedRate: { rps: 300, holdSeconds: 60, minInstances: 2 } },
        }),
      is: 'inconclusive',
      reason: 'trigger-not-crossed',
      overall: 'inconclusive',
    },
    {
      what: 'instances that were not due yet',
      run: () => syntheticRun({ steps: [], loadSeconds: 100 }),
      is: 'inconclusive',
      reason: 'load-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'no polls',
      run: () => without(syntheticRun(), 'endpoint'),
      is: 'inconclusive',
      reason: 'no-endpoint-data',
      overall: 'inconclusive',
    },
    {
      what: 'a kill before the hold',
      run: () => killedAt(syntheticRun(), 90),
      is: 'inconclusive',
      reason: 'interrupted',
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
});

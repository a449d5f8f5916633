import { describe } from 'vitest';
import type { RunRecord } from '../../../src/record/read.ts';
import { itFinds } from '../defects.ts';
import { type Knobs, killedAt, SCALE_OUT, syntheticRun, T0, without } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('converged', () => {
  itFinds('converged', [
    {
      what: 'a metric above target to the end',
      run: () => syntheticRun({ expect: { converged: {} }, steps: [{ ...SCALE_OUT, to: 2 }] }),
      is: 'fail',
      reason: 'above-target',
      overall: 'fail',
    },
    {
      what: 'a metric within the tolerance',
      run: () =>
        syntheticRun({
          expect: { converged: { tolerance: 0.25 } },
          steps: [{ ...SCALE_OUT, to: 2 }],
        }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'a metric above target, no instances due yet',
      run: () => syntheticRun({ steps: [], loadSeconds: 100 }),
      is: 'inconclusive',
      reason: 'load-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'a metric above target for less long than the alarm wants',
      run: () =>
        syntheticRun({
          expect: { converged: {} },
          planned: (second) => (second < 20 ? 100 : second < 170 ? 1_000 : 1_500),
        }),
      is: 'inconclusive',
      reason: 'load-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'a load that rose too late for one instance more to be due',
      run: () =>
        syntheticRun({
          expect: {
            scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 90 },
            converged: {},
          },
          planned: (second) => (second < 20 ? 100 : second < 120 ? 1_000 : 1_500),
        }),
      is: 'inconclusive',
      reason: 'load-too-short',
      overall: 'inconclusive',
    },
    {
      what: 'a metric that came back just now',
      run: () =>
        syntheticRun({
          expect: { converged: {} },
          loadSeconds: 75,
          steps: [{ ...SCALE_OUT, inServiceAt: 70 }],
        }),
      is: 'inconclusive',
      reason: 'not-settled',
      overall: 'inconclusive',
    },
    {
      what: 'no metric',
      run: () => without(syntheticRun(), 'datapoint'),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'no metric for the end of the load',
      run: () => metricUntil(150),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'no target',
      run: () => without(syntheticRun(), 'alarm', 'policy'),
      is: 'inconclusive',
      reason: 'no-target-data',
      overall: 'inconclusive',
    },
    {
      what: 'values still open',
      run: () => notFinal(),
      is: 'inconclusive',
      reason: 'metric-not-final',
      overall: 'inconclusive',
    },
    {
      what: 'a kill',
      run: () => killedAt(syntheticRun(), 100),
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

function metricUntil(second: number): RunRecord {
  const record = syntheticRun();
  const untilMs = T0 + second * 1_000;
  return {
    ...record,
    aws: record.aws.filter((event) => event.type !== 'datapoint' || event.timestampMs < untilMs),
  };
}

function notFinal(): RunRecord {
  const record = syntheticRun();
  return {
    ...record,
    aws: record.aws.filter((event) => event.type !== 'datapoint' || !event.final),
  };
}

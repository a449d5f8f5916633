import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('errors', () => {
  itFinds('errors', [
    {
      what: 'server errors',
      run: () =>
        syntheticRun({
          outcomes: (_, sent) => ({ correct: sent * 0.95, 'server-error': sent * 0.05 }),
        }),
      is: 'fail',
      reason: 'too-many-target-errors',
      overall: 'fail',
    },
    {
      what: 'server errors, the generator in doubt',
      run: () =>
        syntheticRun({
          lagMs: () => 200,
          outcomes: (_, sent) => ({ correct: sent * 0.95, 'server-error': sent * 0.05 }),
        }),
      is: 'fail',
      reason: 'too-many-target-errors',
      overall: 'fail',
    },
    {
      what: 'timeouts',
      run: () =>
        syntheticRun({ outcomes: (_, sent) => ({ correct: sent * 0.95, timeout: sent * 0.05 }) }),
      is: 'fail',
      reason: 'too-many-errors',
      overall: 'fail',
    },
    {
      what: 'timeouts of a late generator',
      run: () =>
        syntheticRun({
          lagMs: () => 200,
          outcomes: (_, sent) => ({ correct: sent * 0.95, timeout: sent * 0.05 }),
        }),
      is: 'inconclusive',
      reason: 'generator-in-doubt',
      overall: 'inconclusive',
    },
    {
      what: 'a generator out of ports',
      run: () =>
        syntheticRun({
          errors: { 'connect EADDRNOTAVAIL': 8_000 },
          outcomes: (_, sent) => ({ correct: sent * 0.95, network: sent * 0.05 }),
        }),
      is: 'inconclusive',
      reason: 'generator-network',
      overall: 'inconclusive',
    },
    {
      what: 'nothing ended',
      run: () => syntheticRun({ expect: {}, outcomes: () => ({}) }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died',
      run: () => syntheticRun({ steps: [], outcomes: dead }),
      is: 'fail',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'an outage that ended',
      run: () =>
        syntheticRun({
          outcomes: (second, sent) =>
            second >= 90 && second < 100 ? { network: sent } : { correct: sent },
        }),
      is: 'fail',
      reason: 'too-many-errors',
      overall: 'fail',
    },
    {
      what: 'wrong predictions, which are none',
      run: () => syntheticRun({ expect: {}, outcomes: (_, sent) => ({ wrong: sent }) }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
  ]);
});

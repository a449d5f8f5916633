import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { syntheticRun } from '../synthetic-run.ts';

describe('accuracy', () => {
  itFinds('accuracy', [
    {
      what: 'wrong predictions',
      run: () =>
        syntheticRun({ outcomes: (_, sent) => ({ correct: sent * 0.8, wrong: sent * 0.2 }) }),
      is: 'fail',
      reason: 'too-many-wrong',
      overall: 'fail',
    },
    {
      what: 'no predictions',
      run: () => syntheticRun({ outcomes: (_, sent) => ({ throttled: sent }) }),
      is: 'inconclusive',
      reason: 'no-predictions',
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

import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { type Knobs, SCALE_OUT, type Step, syntheticRun, without } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

const SCALE_IN: Step = { alarmAt: 100, activityAt: 101, desiredAt: 102, inServiceAt: 104, to: 2 };

describe('no-flapping', () => {
  itFinds('no-flapping', [
    {
      what: 'a change of mind',
      run: () => syntheticRun({ steps: [SCALE_OUT, SCALE_IN] }),
      is: 'fail',
      reason: 'flapping',
      overall: 'fail',
    },
    {
      what: 'a change of mind that is allowed',
      run: () =>
        syntheticRun({ expect: { flapping: { maxReversals: 1 } }, steps: [SCALE_OUT, SCALE_IN] }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'a scale-in after the load',
      run: () =>
        syntheticRun({ steps: [SCALE_OUT, { ...SCALE_IN, desiredAt: 190, inServiceAt: 192 }] }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'no polls',
      run: () => without(syntheticRun(), 'endpoint'),
      is: 'inconclusive',
      reason: 'no-endpoint-data',
      overall: 'inconclusive',
    },
    {
      what: 'no load',
      run: () => ({ ...syntheticRun(), load: [] }),
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
  ]);
});

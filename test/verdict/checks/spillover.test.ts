import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { type Knobs, syntheticRun, without } from '../synthetic-run.ts';

const metric =
  (changes: Record<string, number | null>): Knobs['metric'] =>
  (name, _start, value) =>
    name in changes ? changes[name]! : value;

describe('spillover', () => {
  const spilled = 'lambda/ProvisionedConcurrencySpilloverInvocations';
  itFinds('spillover', [
    {
      what: 'more than the provisioned environments could take',
      run: () => syntheticRun({ metric: metric({ [spilled]: 100 }) }),
      is: 'fail',
      reason: 'too-much-spillover',
      overall: 'fail',
    },
    {
      what: 'no function watched',
      run: () => syntheticRun({ metric: metric({ 'lambda/Invocations': null }) }),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'nothing provisioned',
      run: () => without(syntheticRun({ metric: metric({ [spilled]: null }) }), 'function'),
      is: 'inconclusive',
      reason: 'nothing-provisioned',
      overall: 'inconclusive',
    },
  ]);
});

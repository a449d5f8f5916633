import { describe } from 'vitest';
import { itFinds } from '../defects.ts';
import { syntheticRun } from '../synthetic-run.ts';

describe('generator-lag', () => {
  itFinds('generator-lag', [
    {
      what: 'a late generator',
      run: () => syntheticRun({ lagMs: () => 200 }),
      is: 'inconclusive',
      reason: 'generator-lagging',
      overall: 'inconclusive',
    },
    {
      what: 'too few connections',
      run: () => syntheticRun({ lagMs: () => 200, connectionLimitHits: () => 900 }),
      is: 'inconclusive',
      reason: 'connection-limit-reached',
      overall: 'inconclusive',
    },
    {
      what: 'nothing sent',
      run: () => syntheticRun({ sent: () => 0 }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a handful of late requests',
      run: () => syntheticRun({ planned: (second) => (second === 3 ? 50 : 0), lagMs: () => 90 }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
  ]);
});

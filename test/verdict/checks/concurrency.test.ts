import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, syntheticRun, without } from '../synthetic-run.ts';

const serverless: Partial<Knobs> = {
  steps: [],
  serverless: { maxConcurrency: 50, memoryMb: 2_048 },
  planned: () => 1_000,
  latencyMs: () => 20,
  serviceTimeMs: () => 20,
  inFlight: () => 30,
};
describe('concurrency', () => {
  itFinds('concurrency', [
    {
      what: 'a reservation almost used up',
      run: () => syntheticRun({ lambda: { reservedConcurrency: 800 } }),
      is: 'fail',
      reason: 'too-near-limit',
      overall: 'fail',
    },
    {
      what: 'no limit known',
      run: () => without(syntheticRun(), 'function'),
      is: 'inconclusive',
      reason: 'limit-unknown',
      overall: 'inconclusive',
    },
    {
      what: 'a serverless endpoint almost full',
      run: () => syntheticRun({ ...serverless, inFlight: () => 48, expect: { concurrency: {} } }),
      is: 'fail',
      reason: 'too-near-limit',
      overall: 'fail',
    },
  ]);

  it('of a serverless endpoint says that it is the client’s view', () => {
    const run = without(syntheticRun({ ...serverless, expect: { concurrency: {} } }), 'function');
    const check = checkOf(judge(run).checks, 'concurrency');
    expect(check).toMatchObject({ status: 'pass', observedValue: { value: 0.6, unit: 'share' } });
    expect(check.observed).toContain('counted by the client');
  });
});

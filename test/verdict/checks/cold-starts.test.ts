import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, killedAt, syntheticRun, without } from '../synthetic-run.ts';

const serverless: Partial<Knobs> = {
  steps: [],
  serverless: { maxConcurrency: 50, memoryMb: 2_048 },
  planned: () => 1_000,
  latencyMs: () => 20,
  serviceTimeMs: () => 20,
  inFlight: () => 30,
};
describe('cold-starts', () => {
  const expectation = { coldStarts: { maxShare: 0.01 } };
  itFinds('cold-starts', [
    {
      what: 'answers that began cold too often',
      run: () => syntheticRun({ coldStarts: (_, sent) => sent * 0.02 }),
      is: 'fail',
      reason: 'too-many-cold-starts',
      overall: 'fail',
    },
    {
      what: 'a few answers that began cold',
      run: () => syntheticRun({ coldStarts: (second) => (second < 30 ? 10 : 0) }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'a function whose answers do not tell',
      run: () => withoutColdStarts(syntheticRun()),
      is: 'inconclusive',
      reason: 'no-cold-start-data',
      overall: 'inconclusive',
    },
    {
      what: 'a serverless endpoint without metrics',
      run: () => without(syntheticRun({ ...serverless, expect: expectation }), 'datapoint'),
      is: 'inconclusive',
      reason: 'no-metric-data',
      overall: 'inconclusive',
    },
    {
      what: 'a serverless endpoint killed on the way',
      run: () => killedAt(syntheticRun({ ...serverless, expect: expectation }), 90),
      is: 'inconclusive',
      reason: 'metric-incomplete',
      overall: 'inconclusive',
    },
    {
      what: 'a serverless endpoint that nothing found cold',
      run: () => syntheticRun({ ...serverless, expect: expectation }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'nothing asked',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
  ]);

  it('of a serverless endpoint are its ModelSetupTime samples out of its invocations', () => {
    const record = syntheticRun({ ...serverless, expect: expectation });
    const aws = record.aws.map((event) =>
      event.type === 'datapoint' && event.metric === 'Invocation4XXErrors'
        ? { ...event, metric: 'ModelSetupTime', stat: 'SampleCount', value: 100 }
        : event,
    );
    const check = checkOf(judge({ ...record, aws }).checks, 'cold-starts');
    expect(check).toMatchObject({ status: 'fail' });
    expect(check.observed).toBe('4,000 of 180,000 invocations had a cold start (2.22 %)');
  });
});

function withoutColdStarts(record: ReturnType<typeof syntheticRun>) {
  const load = record.load.map((event) => {
    if (event.type !== 'sample' && event.type !== 'end') return event;
    const { coldStarts: _, ...rest } = event;
    return rest as typeof event;
  });
  return { ...record, load };
}

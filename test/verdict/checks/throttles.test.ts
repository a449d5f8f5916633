import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

describe('throttles', () => {
  const throttled: Knobs['outcomes'] = (second, sent) =>
    second < 5 ? { correct: sent - 10, throttled: 10 } : { correct: sent };
  itFinds('throttles', [
    {
      what: 'throttles that both sides count',
      run: () =>
        syntheticRun({
          outcomes: throttled,
          metric: (name, start, value) => (name === 'lambda/Throttles' && start === 0 ? 50 : value),
        }),
      is: 'fail',
      reason: 'too-many-throttled',
      overall: 'fail',
    },
    {
      what: 'throttles that only the serverless endpoint counts, with a function in front',
      run: () =>
        syntheticRun({
          expect: { throttles: {} },
          serverless: { maxConcurrency: 50, memoryMb: 2_048 },
          outcomes: (second, sent) =>
            second < 5 ? { correct: sent - 10, 'server-error': 10 } : { correct: sent },
          metric: (name, start, value) =>
            name === 'sagemaker/Invocation4XXErrors' && start === 0 ? 50 : value,
        }),
      is: 'fail',
      reason: 'too-many-throttled',
      overall: 'fail',
    },
    {
      what: 'bad requests, which the endpoint counts as it counts throttles',
      run: () =>
        syntheticRun({
          expect: { throttles: {} },
          serverless: { maxConcurrency: 50, memoryMb: 2_048 },
          outcomes: (second, sent) =>
            second < 5 ? { correct: sent - 10, 'client-error': 10 } : { correct: sent },
          metric: (name, start, value) =>
            name === 'sagemaker/Invocation4XXErrors' && start === 0 ? 50 : value,
        }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'throttles within the budget',
      run: () => syntheticRun({ outcomes: throttled, expect: { throttles: { maxShare: 0.001 } } }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'datapoints that are not final',
      run: () => syntheticRun({ watchSeconds: 190 }),
      is: 'inconclusive',
      reason: 'metric-not-final',
      overall: 'inconclusive',
    },
    {
      what: 'a hole in the datapoints',
      run: () =>
        syntheticRun({
          metric: (name, start, value) =>
            name === 'lambda/Invocations' && start === 50 ? null : value,
        }),
      is: 'inconclusive',
      reason: 'metric-incomplete',
      overall: 'inconclusive',
    },
    {
      what: 'no request at all',
      run: () => ({ ...syntheticRun(), load: [] }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'nothing asked',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
  ]);

  it.each<[string, number, string]>([
    ['agree', 50, 'The client and CloudWatch agree (50 and 50).'],
    ['differ', 90, 'The client counted 50 and CloudWatch 90, a difference of 40 requests.'],
  ])('say whether the two counts %s', (_what, count, sentence) => {
    const run = syntheticRun({
      outcomes: throttled,
      metric: (name, start, value) => (name === 'lambda/Throttles' && start === 0 ? count : value),
    });
    expect(checkOf(judge(run).checks, 'throttles').message).toContain(sentence);
  });
});

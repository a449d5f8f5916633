import { expect, test } from 'vitest';
import type { AwsAnswers } from '../../src/doctor/aws-answers.ts';
import { functionItems } from '../../src/doctor/function-items.ts';
import { scenarioAt } from './scenarios.ts';

const failure = (kind: 'not-found' | 'denied') =>
  ({ ok: false, failure: { kind, message: 'as the test says', attempts: 1 } }) as const;

test.each([
  ['exists', { ok: true, value: {} }, [{ status: 'ok', message: /"dogs" .* alias "7" exists/ }]],
  [
    'does not exist',
    failure('not-found'),
    [
      {
        status: 'problem',
        message: /^Function "dogs" with version or alias "7" does not exist in/,
      },
    ],
  ],
  ['may not be read, which its permission says', failure('denied'), []],
] as const)('a watched function that %s', async (_, answer, expected) => {
  const scenario = await scenarioAt('http://127.0.0.1:9', 'scaleproof.watch.functionName="dogs:7"');
  const answers = { GetFunctionConfiguration: answer } as unknown as AwsAnswers;
  expect(functionItems(scenario, answers)).toMatchObject(
    expected.map(({ status, message }) => ({ status, message: expect.stringMatching(message) })),
  );
});

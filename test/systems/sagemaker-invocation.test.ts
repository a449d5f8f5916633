import { describe, expect, test } from 'vitest';
import {
  classNumber,
  endpointPath,
  outcomeOfInvocation,
} from '../../src/systems/sagemaker-invocation.ts';

describe("each of InvokeEndpoint's errors has one outcome", () => {
  test.each([
    ['ValidationError', 400, 'client-error'],
    ['AccessDeniedException', 403, 'client-error'],
    ['ModelError', 424, 'server-error'],
    ['ModelNotReadyException', 429, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['ThrottlingException:http://internal.amazon.com/', 429, 'throttled'],
    ['InternalFailure', 500, 'server-error'],
    ['ServiceUnavailable', 503, 'server-error'],
    ['InternalDependencyException', 530, 'server-error'],
  ])('%s, HTTP %i: %s', (type, status, outcome) => {
    const response = { status, headers: { 'x-amzn-errortype': type }, body: '' };
    expect(outcomeOfInvocation(response)).toBe(outcome);
  });

  test('a prediction has none yet', () => {
    expect(outcomeOfInvocation({ status: 200, headers: {}, body: '0' })).toBeNull();
  });
});

describe('a class number', () => {
  test.each([
    ['0', 0],
    ['2.0', 2],
    ['1.', 1],
    [' 2.000e+00\n', 2],
    ['12', 12],
  ])('%j is %i', (text, number) => {
    expect(classNumber(text)).toBe(number);
  });

  test.each(['', ' ', '-1', '-0', '0.5', 'NaN', 'Infinity', '0x1', '1,2', '[1]', '1e400', 'one'])(
    '%j is none',
    (text) => {
      expect(classNumber(text)).toBeNull();
    },
  );
});

test('rejects a missing endpoint name', () => {
  const address = { path: null, functionName: null, endpointName: null };
  expect(() => endpointPath(address)).toThrow(/set `endpointName`/);
});

import { describe, expect, test } from 'vitest';
import { encodeEvent, readInvocation } from '../../src/systems/lambda-invocation.ts';

function pathOf(functionName: string): string {
  return encodeEvent({}, { path: null, functionName, endpointName: null }).path;
}

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:dogs';
const ARN_IN_PATH = 'arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Adogs';

describe('a function is named as Lambda allows', () => {
  test.each([
    ['dogs', '/dogs/invocations'],
    ['dogs:live', '/dogs/invocations?Qualifier=live'],
    ['dogs:$LATEST', '/dogs/invocations?Qualifier=%24LATEST'],
    ['dogs:1', '/dogs/invocations?Qualifier=1'],
    [ARN, `/${ARN_IN_PATH}/invocations`],
    [`${ARN}:live`, `/${ARN_IN_PATH}/invocations?Qualifier=live`],
    ['123456789012:function:dogs:2', '/123456789012%3Afunction%3Adogs/invocations?Qualifier=2'],
    ['a/b?c', '/a%2Fb%3Fc/invocations'],
  ])('%s', (functionName, path) => {
    expect(pathOf(functionName)).toBe(`/2015-03-31/functions${path}`);
  });

  test('or not at all, which is refused', () => {
    const address = { path: null, functionName: null, endpointName: null };
    expect(() => encodeEvent({}, address)).toThrow(/set `functionName`/);
  });
});

describe('what a response says before the payload is read', () => {
  test.each([
    ['a payload', 200, {}, '{"a":1}', { outcome: null, payload: { a: 1 } }],
    ['queued, not answered', 202, {}, '', { outcome: 'malformed', payload: null }],
    ['an array', 200, {}, '[1]', { outcome: 'malformed', payload: null }],
    [
      'an error of the function',
      200,
      { 'x-amz-function-error': 'Handled' },
      '{"a":1}',
      { outcome: 'server-error', payload: null },
    ],
    ['no such function', 404, {}, '{}', { outcome: 'client-error', payload: null }],
    [
      'a log that tells of a cold start',
      200,
      { 'x-amz-log-result': btoa('REPORT RequestId: 1\tInit Duration: 1.00 ms\t\n') },
      '{"a":1}',
      { outcome: null, payload: { a: 1 }, coldStart: true },
    ],
    [
      'such a log of a function that failed',
      200,
      {
        'x-amz-function-error': 'Unhandled',
        'x-amz-log-result': btoa('REPORT RequestId: 1\tDuration: 1.00 ms\t\n'),
      },
      '{"a":1}',
      { outcome: 'server-error', payload: null, coldStart: false },
    ],
    ['throttled', 429, {}, '{}', { outcome: 'throttled', payload: null }],
    ['Lambda itself failed', 500, {}, '{}', { outcome: 'server-error', payload: null }],
  ])('%s', (_name, status, headers, body, result) => {
    expect(readInvocation({ status, headers, body })).toEqual(result);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import type { DatasetRow } from '../../src/systems/contract.ts';
import { dogA, dogB } from '../../src/systems/dog.ts';
import { anyObject, expectNeverThrows } from './any-response.ts';

const lambda = dogA.ways.lambda!;
const [unlabelled] = readDataset('fixtures/dogs.csv', dogA.dataset) as [DatasetRow];
const labelled = (label: string): DatasetRow => ({ ...unlabelled, label });

/** As of the reference run: its image has its largest logit, 1.5443, at index 13. */
const LOGITS = Array.from({ length: 133 }, (_, index) =>
  index === 13 ? 1.5443 : -5.44 + index / 100,
);

function returned(body: unknown, statusCode: unknown = 200) {
  return {
    statusCode,
    headers: { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': '*' },
    'type-result': "<class 'str'>",
    'COntent-Type-In': 'LambdaContext([aws_request_id=1])',
    body,
  };
}

function answer(payload: unknown, { status = 200, headers = {}, row = unlabelled } = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return lambda.decode({ status, headers, body }, row);
}

test('the two systems are one contract under two names', () => {
  expect([dogA.id, dogB.id]).toEqual(['dog-a', 'dog-b']);
  expect(dogB.dataset).toEqual(dogA.dataset);
  expect(Object.keys(dogB.ways)).toEqual(['lambda']);
});

test("encodes a row as the function's event", () => {
  const row = { ...unlabelled, text: ['https://images.example.com/a "b".jpg'] };
  const address = { path: null, functionName: 'dogs:live', endpointName: null };
  expect(lambda.encode(row, address)).toEqual({
    method: 'POST',
    path: '/2015-03-31/functions/dogs/invocations?Qualifier=live',
    headers: { 'content-type': 'application/json', 'x-amz-log-type': 'Tail' },
    body: '{"url":"https://images.example.com/a \\"b\\".jpg"}',
  });
});

describe('133 finite numbers are an answer, its class the index of the largest', () => {
  const payload = returned(JSON.stringify([LOGITS]));

  test.each([
    ['no label: there is no truth to differ from', '', 'correct'],
    ['the label is that index', '13', 'correct'],
    ['the label is another index', '12', 'wrong'],
  ])('%s', (_name, label, outcome) => {
    expect(answer(payload, { row: labelled(label) })).toEqual({ outcome, predicted: '13' });
  });

  test('of equal ones the first', () => {
    const flat = returned(JSON.stringify([LOGITS.map(() => 0)]));
    expect(answer(flat).predicted).toBe('0');
  });
});

describe('a response becomes an outcome', () => {
  const matrix = (text: string) => returned(`[[${text}]]`);
  const with133 = (last: string) => matrix([...LOGITS.slice(1), last].join(','));

  test.each([
    ['132 numbers', matrix(LOGITS.slice(1).join(',')), 'malformed'],
    ['134 numbers', matrix([...LOGITS, 0].join(',')), 'malformed'],
    ['no number', matrix(''), 'malformed'],
    ['NaN, as Python prints it', with133('NaN'), 'malformed'],
    ['a number beyond all bounds', with133('1e999'), 'malformed'],
    ['null among the numbers', with133('null'), 'malformed'],
    ['text among the numbers', with133('"1"'), 'malformed'],
    ['a row, not a matrix', returned(JSON.stringify(LOGITS)), 'malformed'],
    ['two rows', returned(JSON.stringify([LOGITS, LOGITS])), 'malformed'],
    ['a matrix that is not text', returned([LOGITS]), 'malformed'],
    ['a body that is no JSON', returned('oops'), 'malformed'],
    ['no body', { statusCode: 200 }, 'malformed'],
    ['no inner status', { body: JSON.stringify([LOGITS]) }, 'malformed'],
    ['an inner status as text', returned(JSON.stringify([LOGITS]), '200'), 'malformed'],
    ['an error inside', returned('"endpoint is down"', 500), 'server-error'],
    ['a client error inside', returned('"bad image"', 400), 'server-error'],
    ['a throttle inside', returned('"slow down"', 429), 'throttled'],
    ['the payload of a function without a result', 'null', 'malformed'],
    ['half a payload', '{"statusCode":200,', 'malformed'],
    ['nothing', '', 'malformed'],
  ])('%s', (_name, payload, outcome) => {
    expect(answer(payload)).toEqual({ outcome, predicted: null });
  });

  test('a function that failed, however well-formed its payload', () => {
    const headers = { 'x-amz-function-error': 'Unhandled' };
    const error = { errorMessage: 'HTTP Error 404: Not Found', errorType: 'HTTPError' };
    for (const payload of [error, returned(JSON.stringify([LOGITS]))]) {
      expect(answer(payload, { headers })).toEqual({ outcome: 'server-error', predicted: null });
    }
  });

  test('over its concurrency', () => {
    const headers = { 'x-amzn-errortype': 'TooManyRequestsException' };
    const payload = { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
    expect(answer(payload, { status: 429, headers })).toEqual({
      outcome: 'throttled',
      predicted: null,
    });
  });
});

test('no response makes it throw', () => {
  const near = fc.oneof(
    anyObject('statusCode', 'body'),
    fc
      .array(fc.oneof(fc.double(), fc.constant(null)), { minLength: 131, maxLength: 134 })
      .map((logits) => JSON.stringify(returned(JSON.stringify([logits])))),
  );
  expectNeverThrows(lambda, labelled('13'), near);
});

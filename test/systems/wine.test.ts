import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { wine } from '../../src/systems/wine.ts';
import { anyObject, expectNeverThrows } from './any-response.ts';

const { http, sagemaker } = wine.ways as Required<typeof wine.ways>;
const row = readDataset('fixtures/wine.csv', wine.dataset)[0]!;

function answer(body: unknown, status = 200) {
  return http.decode(
    { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) },
    row,
  );
}

function sentence(body: string, statusCode = 200) {
  return { statusCode, headers: { 'Content-Type': 'text/plain' }, body };
}

test('encodes a row as the documented request, with leading zeros', () => {
  expect(http.encode(row, { path: null, functionName: null, endpointName: null })).toEqual({
    method: 'POST',
    path: '/DummyStage/DT',
    headers: { 'content-type': 'application/json' },
    body: '{"body":"14.23,1.71,2.43,15.6,127,2.8,3.06,0.28,2.29,5.64,1.04,3.92,1065"}',
  });
});

describe('a response becomes an outcome', () => {
  test.each([
    ['the right cultivar', sentence('Your Wine class is Cultivar 0'), 200, 'correct', '0'],
    ['another cultivar', sentence('Your Wine class is Cultivar 2'), 200, 'wrong', '2'],
    [
      'an error inside HTTP 200',
      sentence('ERROR occurred: ModelError', 500),
      200,
      'server-error',
      null,
    ],
    [
      'a client error inside HTTP 200',
      sentence('ERROR occurred: no body', 400),
      200,
      'server-error',
      null,
    ],
    [
      'a throttle inside HTTP 200',
      sentence('ERROR occurred: slow down', 429),
      200,
      'throttled',
      null,
    ],
    ['an error text under an inner 200', sentence('ERROR occurred: x'), 200, 'malformed', null],
    [
      'a cultivar that does not exist',
      sentence('Your Wine class is Cultivar 7'),
      200,
      'malformed',
      null,
    ],
    [
      'text around the sentence',
      sentence('Oh: Your Wine class is Cultivar 0'),
      200,
      'malformed',
      null,
    ],
    ['no inner status', { body: 'Your Wine class is Cultivar 0' }, 200, 'malformed', null],
    ['no body', { statusCode: 200 }, 200, 'malformed', null],
    ['JSON that is no object', '[]', 200, 'malformed', null],
    ['half a body', '{"statusCode":200,"bo', 200, 'malformed', null],
    ['nothing', '', 200, 'malformed', null],
    ['HTML', '<html></html>', 200, 'malformed', null],
    ['HTTP 403', { message: 'Forbidden' }, 403, 'client-error', null],
    ['HTTP 429', { message: 'Too Many Requests' }, 429, 'throttled', null],
    ['HTTP 502', { message: 'Internal server error' }, 502, 'server-error', null],
    ['a redirect', '', 302, 'malformed', null],
  ])('%s', (_name, body, status, outcome, predicted) => {
    expect(answer(body, status)).toEqual({ outcome, predicted });
  });
});

test('encodes a row as a CSV line for the endpoint', () => {
  const address = { path: null, functionName: null, endpointName: 'wine-xgboost' };
  expect(sagemaker.encode(row, address)).toEqual({
    method: 'POST',
    path: '/endpoints/wine-xgboost/invocations',
    headers: { 'content-type': 'text/csv' },
    body: '14.23,1.71,2.43,15.6,127,2.8,3.06,0.28,2.29,5.64,1.04,3.92,1065',
  });
});

describe('a response of the endpoint becomes an outcome', () => {
  test.each([
    ['0', 200, 'correct', '0'],
    ['0.0', 200, 'correct', '0'],
    ['0.0\n', 200, 'correct', '0'],
    ['2.0', 200, 'wrong', '2'],
    ['3.0', 200, 'malformed', null],
    ['0.7', 200, 'malformed', null],
    ['Your Wine class is Cultivar 0', 200, 'malformed', null],
    ['', 200, 'malformed', null],
    ['the container failed', 424, 'server-error', null],
    ['not the right number of features', 400, 'client-error', null],
  ])('%j, HTTP %i', (body, status, outcome, predicted) => {
    expect(sagemaker.decode({ status, headers: {}, body }, row)).toEqual({ outcome, predicted });
  });
});

test('no response makes either way throw', () => {
  expectNeverThrows(http, row, anyObject('statusCode', 'body'));
  expectNeverThrows(sagemaker, row, fc.double().map(String));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { iris } from '../../src/systems/iris.ts';
import { anyObject, expectNeverThrows } from './any-response.ts';

const { http, sagemaker } = iris.ways as Required<typeof iris.ways>;
const rows = readDataset('fixtures/iris.csv', iris.dataset);
const [setosa, versicolor, virginica] = [rows[0]!, rows[50]!, rows[100]!];
const ADDRESS = { path: null, functionName: null, endpointName: 'iris prod' };

function answer(body: unknown, { status = 200, row = setosa } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return http.decode({ status, headers: {}, body: text }, row);
}

function invoke(body: string, { status = 200, headers = {}, row = setosa } = {}) {
  return sagemaker.decode({ status, headers, body }, row);
}

test('encodes a row as the documented request, with numbers as numbers', () => {
  expect(http.encode(setosa, ADDRESS)).toEqual({
    method: 'POST',
    path: '/dev',
    headers: { 'content-type': 'application/json' },
    body: '{"x1":5.1,"x2":3.5,"x3":1.4,"x4":0.2}',
  });
  expect(http.encode(setosa, { ...ADDRESS, path: '/prod' }).path).toBe('/prod');
});

test('encodes a row as a CSV line for the endpoint', () => {
  expect(sagemaker.encode(rows[1]!, ADDRESS)).toEqual({
    method: 'POST',
    path: '/endpoints/iris%20prod/invocations',
    headers: { 'content-type': 'text/csv' },
    body: '4.9,3.0,1.4,0.2',
  });
});

describe('class numbers do not follow the order of the dataset', () => {
  test.each([
    [0, setosa, 'correct', 'setosa'],
    [1, virginica, 'correct', 'virginica'],
    [2, versicolor, 'correct', 'versicolor'],
    [2, virginica, 'wrong', 'versicolor'],
    [1, versicolor, 'wrong', 'virginica'],
    [2, setosa, 'wrong', 'versicolor'],
  ])('%i for row %#', (prediction, row, outcome, predicted) => {
    expect(answer({ prediction }, { row })).toEqual({ outcome, predicted });
    expect(invoke(String(prediction), { row })).toEqual({ outcome, predicted });
  });

  test('a model that follows the dataset instead answers a third of the rows correctly', () => {
    const species = ['setosa', 'versicolor', 'virginica'];
    const outcomes = rows.map(
      (row) => answer({ prediction: species.indexOf(row.label) }, { row }).outcome,
    );
    expect(outcomes.filter((outcome) => outcome === 'correct')).toHaveLength(50);
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(100);
  });
});

describe('a response of the API becomes an outcome', () => {
  test.each([
    ['extra keys', { prediction: 0, x: 1 }, 200, 'correct', 'setosa'],
    ['a class that does not exist', { prediction: 3 }, 200, 'malformed', null],
    ['a negative class', { prediction: -1 }, 200, 'malformed', null],
    ['half a class', { prediction: 0.5 }, 200, 'malformed', null],
    ['a number as text', { prediction: '0' }, 200, 'malformed', null],
    ['the name of a species', { prediction: 'setosa' }, 200, 'malformed', null],
    ['an array', { prediction: [0] }, 200, 'malformed', null],
    ['a message alone', { message: 'Internal server error' }, 200, 'malformed', null],
    ['half a body', '{"prediction":', 200, 'malformed', null],
    ['nothing', '', 200, 'malformed', null],
    ['bad input', { message: 'Internal server error' }, 502, 'server-error', null],
    ['a gateway timeout', { message: 'Endpoint request timed out' }, 504, 'server-error', null],
    ['HTTP 403', { message: 'Forbidden' }, 403, 'client-error', null],
    ['HTTP 429', { message: 'Too Many Requests' }, 429, 'throttled', null],
  ])('%s', (_name, body, status, outcome, predicted) => {
    expect(answer(body, { status })).toEqual({ outcome, predicted });
  });
});

describe('a response of the endpoint becomes an outcome', () => {
  test.each([
    ['0', 'correct', 'setosa'],
    ['0.0\n', 'correct', 'setosa'],
    ['2.000000000000000000e+00\n', 'wrong', 'versicolor'],
    ['3', 'malformed', null],
    ['0.4', 'malformed', null],
    ['', 'malformed', null],
    ['0,0', 'malformed', null],
    ['{"prediction": 0}', 'malformed', null],
  ])('%j', (body, outcome, predicted) => {
    expect(invoke(body)).toEqual({ outcome, predicted });
  });
});

test('no response makes either way throw', () => {
  expectNeverThrows(http, setosa, anyObject('prediction', 'message'));
  expectNeverThrows(sagemaker, setosa, fc.double().map(String));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { car } from '../../src/systems/car.ts';
import { anyObject, expectNeverThrows } from './any-response.ts';

const { http, sagemaker } = car.ways as Required<typeof car.ways>;
const rows = readDataset('fixtures/car.csv', car.dataset);
const vgood = rows.find((row) => row.text.join(',') === 'low,low,5more,more,big,high')!;
const ADDRESS = { path: null, functionName: null, endpointName: 'pipeline-car-evaluation' };

function answer(body: unknown, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return http.decode({ status, headers: {}, body: text }, vgood);
}

test('the whole dataset is within the vocabulary', () => {
  expect(rows).toHaveLength(1_728);
  expect(vgood.label).toBe('vgood');
});

describe('encodes a row as the documented request', () => {
  test('everything in the query, no body', () => {
    expect(http.encode(vgood, ADDRESS)).toEqual({
      method: 'GET',
      path: '/items?EndpointName=pipeline-car-evaluation&FinalPayload=low%2Clow%2C5more%2Cmore%2Cbig%2Chigh',
      headers: {},
      body: null,
    });
  });

  test.each([
    ['/stage/items', '/stage/items?EndpointName=a%26b&FinalPayload='],
    ['/items?key=1', '/items?key=1&EndpointName=a%26b&FinalPayload='],
  ])('on the path %s', (path, start) => {
    const request = http.encode(vgood, { ...ADDRESS, path, endpointName: 'a&b' });
    expect(request.path.startsWith(start)).toBe(true);
    const { searchParams } = new URL(request.path, 'http://api.example.com');
    expect(searchParams.get('EndpointName')).toBe('a&b');
    expect(searchParams.get('FinalPayload')).toBe('low,low,5more,more,big,high');
  });

  test('not without the name of the endpoint', () => {
    expect(() => http.encode(vgood, { ...ADDRESS, endpointName: null })).toThrow(
      /set `endpointName`/,
    );
  });

  test('a CSV line for the endpoint', () => {
    expect(sagemaker.encode(vgood, ADDRESS)).toMatchObject({
      path: '/endpoints/pipeline-car-evaluation/invocations',
      body: 'low,low,5more,more,big,high',
    });
  });
});

describe('a response of the API becomes an outcome', () => {
  test.each([
    ['the right label', { success: 'vgood' }, 200, 'correct', 'vgood'],
    ['another label', { success: 'unacc' }, 200, 'wrong', 'unacc'],
    [
      'an error inside HTTP 200',
      { error: 'ModelError', url: '/items', body: {} },
      200,
      'server-error',
      null,
    ],
    ['an error that is an object', { error: {}, url: '/items' }, 200, 'server-error', null],
    [
      'an error beside a prediction',
      { error: 'late', success: 'vgood' },
      200,
      'server-error',
      null,
    ],
    ['a label that does not exist', { success: 'great' }, 200, 'malformed', null],
    ['a label in capitals', { success: 'VGOOD' }, 200, 'malformed', null],
    ['a label with space around', { success: ' vgood' }, 200, 'malformed', null],
    ['a label in an array', { success: ['vgood'] }, 200, 'malformed', null],
    ['neither', {}, 200, 'malformed', null],
    ['JSON that is no object', '"vgood"', 200, 'malformed', null],
    ['half a body', '{"success":"vg', 200, 'malformed', null],
    ['nothing', '', 200, 'malformed', null],
    ['HTTP 403', { message: 'Missing Authentication Token' }, 403, 'client-error', null],
    ['HTTP 429', { message: 'Too Many Requests' }, 429, 'throttled', null],
    ['the Lambda timed out', { message: 'Internal server error' }, 502, 'server-error', null],
  ])('%s', (_name, body, status, outcome, predicted) => {
    expect(answer(body, status)).toEqual({ outcome, predicted });
  });
});

describe('a response of the endpoint becomes an outcome', () => {
  test.each([
    ['vgood', 200, 'correct', 'vgood'],
    ['vgood\n', 200, 'correct', 'vgood'],
    ['acc', 200, 'wrong', 'acc'],
    ['3.0', 200, 'malformed', null],
    ['', 200, 'malformed', null],
    ['a container failed', 424, 'server-error', null],
  ])('%j, HTTP %i', (body, status, outcome, predicted) => {
    expect(sagemaker.decode({ status, headers: {}, body }, vgood)).toEqual({ outcome, predicted });
  });
});

test('no response makes either way throw', () => {
  expectNeverThrows(http, vgood, anyObject('success', 'error'));
  expectNeverThrows(sagemaker, vgood, fc.constantFrom('unacc', 'acc\n', ' good'));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { wine } from '../../src/systems/wine.ts';

const http = wine.ways.http!;
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

test('a row becomes the request that the API documents, leading zeros kept', () => {
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

  test('no body whatsoever makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.integer({ min: 100, max: 599 }),
        (body, status) => {
          expect([
            'correct',
            'wrong',
            'throttled',
            'client-error',
            'server-error',
            'malformed',
          ]).toContain(answer(body, status).outcome);
        },
      ),
    );
  });
});

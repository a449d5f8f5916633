import { describe, expect, test } from 'vitest';
import { readRequest, readResponseBody, shellWords } from '../../src/init/pasted.ts';

const NONE = { origin: null, path: null, headers: {} };

describe('a pasted request', () => {
  test.each<[string, string, Partial<ReturnType<typeof readRequest>>]>([
    [
      'curl with a body',
      `curl -s -X POST 'https://api.example.com/v1/p?x=1' -H "Content-Type: application/json" -d '{"a": 1}'`,
      {
        method: 'POST',
        origin: 'https://api.example.com',
        path: '/v1/p?x=1',
        headers: { 'content-type': 'application/json' },
        body: '{"a": 1}',
      },
    ],
    [
      'curl over several lines, options in any order, quotes within quotes',
      'curl \\\n  --max-time 5 -u me:secret \\\n  --data-raw $\'{"t":"it\\\'s"}\' \\\n  --url api.example.com:8080/p',
      { method: 'POST', origin: 'http://api.example.com:8080', path: '/p', body: `{"t":"it's"}` },
    ],
    [
      'curl --json',
      `curl --json '{}' http://h/`,
      { headers: { 'content-type': 'application/json' } },
    ],
    ['curl without a body', 'curl http://h/p?a=1', { method: 'GET', path: '/p?a=1', body: null }],
    [
      'HTTP text',
      'POST /p HTTP/1.1\r\nHost: api.example.com\r\nX-Trace: 1\r\n\r\n{"a":1}\r\n',
      {
        method: 'POST',
        origin: 'https://api.example.com',
        path: '/p',
        headers: { host: 'api.example.com', 'x-trace': '1' },
        body: '{"a":1}',
      },
    ],
    [
      'HTTP text with a URL',
      'GET http://h:81/p?a=b',
      { method: 'GET', origin: 'http://h:81', path: '/p?a=b' },
    ],
    ['a body alone', ' {"a":1}\n', { ...NONE, method: 'POST', body: '{"a":1}' }],
  ])('is read: %s', (_, text, expected) => {
    expect(readRequest(text)).toMatchObject(expected);
  });

  test.each([
    ['nothing', ' \n', /request is empty; paste/],
    ['another method', 'curl -X DELETE http://h/', /method is DELETE; expected GET or POST/],
    ['curl without a URL', 'curl -s', /names no URL; paste/],
    ['a URL that is none', 'curl http://[/', /"http:\/\/\[\/" is not a URL; paste/],
    ['a body in a file', 'curl http://h -d @body.json', /body from body\.json; paste/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => readRequest(text)).toThrow(message);
  });
});

test('words are split as a shell does', () => {
  expect(shellWords(`a 'b c' "d \\"e\\" $F" g\\ h i'j'k\\\n l`)).toEqual([
    ...['a', 'b c', 'd "e" $F', 'g h', 'ijk', 'l'],
  ]);
});

describe('a pasted response', () => {
  test('loses its head', () => {
    expect(readResponseBody('HTTP/1.1 200 OK\r\na: b\r\n\r\n{"x":1}\r\n')).toBe('{"x":1}');
    expect(readResponseBody(' {"x":1} ')).toBe('{"x":1}');
  });

  test('must be one with a prediction', () => {
    expect(() => readResponseBody('HTTP/1.1 503 No\n\nbusy')).toThrow(/HTTP 503; paste one with/);
  });
});

import { type BadInput, SCENARIO } from './row.ts';

const HEADER = 'x,y';
const GOOD = { encode: "() => ({ method: 'POST', path: '/', headers: {}, body: null })" };
const ANSWERED = "() => ({ outcome: 'correct', predicted: 'a' })";

function moduleText({ encode = GOOD.encode, decode = ANSWERED }): string {
  return `export default {
  id: 'echo', title: 'Echo', defaultWay: 'http',
  dataset: {
    fixture: 'echo.csv',
    features: [{ name: 'x', kind: 'number' }],
    label: { name: 'y', values: ['a', 'b'] },
  },
  ways: { http: { encode: ${encode}, decode: ${decode} } },
};`;
}

type Names = Pick<BadInput, 'place' | 'expected' | 'found' | 'next'>;

/** `check` of a system of the user's own, whose API answers `{}`. */
function check(what: string, files: BadInput['files'], names: Names): BadInput {
  return {
    what,
    args: ['check', 'DIR/scenarios/s.yml'],
    files: {
      'scenarios/s.yml': SCENARIO.replace('system: wine', 'system: ../echo.mjs').replace(
        '127.0.0.1:1',
        '127.0.0.1:PORT',
      ),
      'echo.mjs': moduleText({}),
      'echo.csv': `${HEADER}\n1,a\n2,b\n`,
      ...files,
    },
    ...names,
  };
}

const encode = (text: string, found: string, expected = 'expected a request') =>
  check(
    `encode: ${text}`,
    { 'echo.mjs': moduleText({ encode: text }) },
    {
      place: 'echo.mjs, ways.http.encode, row 1',
      expected,
      found,
      next: 'correct the module',
    },
  );

const decode = (text: string, found: string, expected = '"outcome": expected one of correct') =>
  check(
    `decode: ${text}`,
    { 'echo.mjs': moduleText({ decode: text }) },
    {
      place: 'echo.mjs, ways.http.decode, row 1',
      expected,
      found,
      next: 'correct the module',
    },
  );

const request = (text: string) =>
  `() => ({ method: 'POST', path: '/', headers: {}, body: null, ${text} })`;

export const WRONG_MODULES: readonly BadInput[] = [
  encode("() => { throw new TypeError('no such column') }", 'threw TypeError: "no such column"'),
  encode("() => { throw 'text' }", 'threw "text"'),
  encode('() => null', 'found null'),
  encode('() => undefined', 'found undefined'),
  encode("() => 'POST /'", 'found "POST /"'),
  encode('async () => ({})', 'found a promise (the function must not be async)'),
  encode(request("method: 'PUT'"), 'found "PUT"', '"method": expected GET or POST'),
  encode(
    request("path: 'predict'"),
    'found "predict"',
    '"path": expected a path that begins with /',
  ),
  encode(request("path: '/a b'"), 'found "/a b"', '"path": expected a path'),
  encode(request('headers: null'), 'found null', '"headers": expected an object'),
  encode(request("headers: { 'x': 1 }"), 'found 1', '"headers.x": expected text'),
  encode(request("headers: { 'x': 'a\\nb' }"), 'found "a', '"headers.x": expected a header'),
  encode(request('body: { x: 1 }'), 'found an object', '"body": expected text or null'),
  encode(request('body: 5'), 'found 5', '"body": expected text or null'),
  decode("async () => ({ outcome: 'correct' })", 'found a promise', 'expected an outcome'),
  decode('() => null', 'found null', 'expected an outcome'),
  decode("() => 'correct'", 'found "correct"', 'expected an outcome'),
  decode("() => ({ outcome: 'fine', predicted: null })", 'found "fine"'),
  decode("() => ({ outcome: 'timeout', predicted: null })", 'found "timeout"'),
  decode('() => ({ predicted: null })', 'found undefined'),
  decode("() => ({ outcome: 'correct', predicted: 7 })", 'found 7', '"predicted": expected text'),
  decode("() => ({ outcome: 'wrong' })", 'found undefined', '"predicted": expected text or null'),
  check(
    'a module that throws',
    { 'echo.mjs': "throw new Error('no licence')" },
    {
      place: 'scenarios/s.yml, line 15',
      expected: 'system module',
      found: 'no licence',
      next: 'correct it',
    },
  ),
  check(
    'a module with a syntax error',
    { 'echo.mjs': 'export default {' },
    {
      place: 'echo.mjs',
      expected: 'system module',
      found: 'cannot be loaded',
      next: 'correct it',
    },
  ),
  check(
    'a module without a system',
    { 'echo.mjs': 'export const other = 1' },
    {
      place: 'echo.mjs',
      expected: 'expected a default export',
      found: 'exports no system',
      next: 'add it',
    },
  ),
  check(
    'a module with a getter that throws',
    {
      'echo.mjs': "export default { get id() { throw new Error('lazy') } }",
    },
    { place: 'echo.mjs', expected: 'system module', found: 'lazy', next: 'correct it' },
  ),
  check(
    'a system whose id is a path',
    {
      'echo.mjs': moduleText({}).replace("'echo'", "'../echo'"),
    },
    {
      place: 'echo.mjs',
      expected: 'expected letters',
      found: 'found "../echo"',
      next: 'correct it',
    },
  ),
];

const rows = (what: string, text: string | Buffer, names: Names) =>
  check(`a dataset: ${what}`, { 'echo.csv': text }, names);
const NUMBER = { expected: 'column "x": expected a decimal number', next: 'correct the cell' };

export const WRONG_DATASETS: readonly BadInput[] = [
  ...[
    '0x10',
    'Infinity',
    'NaN',
    '1e999',
    '1_000',
    '12a',
    '',
    '0b1',
    '1,5'.replace(',', '.').concat('.2'),
  ].map((cell) =>
    rows(`the cell "${cell}"`, `${HEADER}\n1,a\n${cell},b\n`, {
      place: 'echo.csv, line 3',
      ...NUMBER,
      found: `found "${cell}"`,
    }),
  ),
  rows('an unknown label', `${HEADER}\n1,c\n`, {
    place: 'echo.csv, line 2, column "y"',
    expected: 'expected one of a, b',
    found: 'found "c"',
    next: 'correct the label',
  }),
  rows('a column too many', `${HEADER}\n1,2,a\n`, {
    place: 'echo.csv, line 2',
    expected: 'expected 2 columns',
    found: 'found 3',
    next: 'correct the line',
  }),
  rows('another header', 'z,y\n1,a\n', {
    place: 'echo.csv, line 1',
    expected: 'expected "x" as column 1',
    found: 'found "z"',
    next: 'correct it',
  }),
  ...(
    [
      [
        'a label of another name',
        'x,class\n1,a\n',
        'found "class"',
        'or set `dataset.label.name` in',
      ],
      ['columns in another order', 'y,x\na,1\n', 'found "y"', 'put the columns in that order'],
      ['semicolons', 'x;y\n1;a\n', 'found "x;y"', 'separated by ";"; save it with commas'],
      ['tabs', 'x\ty\n1\ta\n', 'found "x', 'separated by tabs; save it with commas'],
    ] as const
  ).map(([what, text, found, next]) =>
    rows(what, text, {
      place: 'echo.csv, line 1',
      expected: 'the header must be "x,y"',
      found,
      next,
    }),
  ),
  rows('empty', '', {
    place: 'echo.csv',
    expected: 'expected a header line and rows',
    found: 'is empty',
    next: 'write them',
  }),
  rows('only a header', `${HEADER}\n`, {
    place: 'echo.csv, line 1',
    expected: 'expected rows after the header line',
    found: 'found none',
    next: 'add some',
  }),
  rows('an open quote', `${HEADER}\n"1,a\n`, {
    place: 'echo.csv, line',
    expected: 'not valid CSV',
    found: 'CSV_QUOTE_NOT_CLOSED',
    next: 'correct it',
  }),
  rows('UTF-16', Buffer.from(`\ufeff${HEADER}\n1,a\n`, 'utf16le'), {
    place: 'echo.csv',
    expected: 'expected UTF-8 text',
    found: 'found UTF-16',
    next: 'save it as UTF-8 text',
  }),
  rows('binary', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0]), {
    place: 'echo.csv, line 1',
    expected: 'expected UTF-8 text',
    found: 'found bytes that are not UTF-8',
    next: 'name another file',
  }),
  check(
    'a dataset that is a directory',
    {
      'scenarios/s.yml': SCENARIO.replace(
        'system: wine',
        'system: ../echo.mjs\n          dataset: ..',
      ),
    },
    {
      place: 'Dataset',
      expected: 'expected a file',
      found: 'found a directory',
      next: "check the scenario's `dataset`",
    },
  ),
  check(
    'a dataset that is not there',
    {
      'scenarios/s.yml': SCENARIO.replace(
        'system: wine',
        'system: wine\n          dataset: none.csv',
      ),
    },
    {
      place: 'none.csv',
      expected: 'Dataset',
      found: 'does not exist',
      next: "check the scenario's `dataset`",
    },
  ),
];

export const WRONG_ADDRESSES: readonly BadInput[] = [
  check(
    'a port of this machine where nothing listens',
    {
      'scenarios/s.yml': SCENARIO.replace('system: wine', 'system: ../echo.mjs'),
    },
    {
      place: 'http://127.0.0.1:1',
      expected: 'Cannot connect',
      found: 'nothing listens on port 1',
      next: 'npx scaleproof local',
    },
  ),
  check(
    'HTTPS against a plain port',
    {
      'scenarios/s.yml': SCENARIO.replace('system: wine', 'system: ../echo.mjs').replace(
        'http://127.0.0.1:1',
        'https://127.0.0.1:PORT',
      ),
    },
    {
      place: 'https://127.0.0.1:PORT',
      expected: 'it answers without TLS',
      found: '"config.target" says https',
      next: 'write http://127.0.0.1:PORT',
    },
  ),
  check(
    'a host without an address',
    {
      'scenarios/s.yml': SCENARIO.replace('system: wine', 'system: ../echo.mjs').replace(
        'http://127.0.0.1:1',
        'http://api.invalid',
      ),
    },
    {
      place: 'http://api.invalid',
      expected: 'Cannot connect',
      found: 'no address is known for api.invalid',
      next: 'correct "config.target"',
    },
  ),
];

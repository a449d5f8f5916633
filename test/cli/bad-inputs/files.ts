import { type BadInput, content, edited, SCENARIO } from './row.ts';

const NOT_YAML = { expected: 'not valid YAML', next: 'correct the syntax' };
const NO_SECTIONS = { expected: 'expected the keys `config:` and `scenarios:`' };
const UTF8 = { expected: 'expected UTF-8 text', next: 'save it as UTF-8 text' };
const S = 's.yml';

const bomb = ['a: &a [1,1,1,1,1,1,1,1,1]']
  .concat(
    [...'bcdefg'].map(
      (key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`,
    ),
  )
  .join('\n');

export const WRONG_FILES: readonly BadInput[] = [
  content('empty', '', {
    place: S,
    ...NO_SECTIONS,
    found: 'found an empty file',
    next: 'write them',
  }),
  content('only a comment', '# nothing yet\n', {
    place: S,
    ...NO_SECTIONS,
    found: 'found an empty file',
    next: 'write them',
  }),
  content('a word', 'hello', {
    place: S,
    ...NO_SECTIONS,
    found: 'found "hello"',
    next: 'write them',
  }),
  content('a number', '42', { place: S, ...NO_SECTIONS, found: 'found "42"', next: 'write them' }),
  content('a list', '- config\n', {
    place: S,
    ...NO_SECTIONS,
    found: 'found a list',
    next: 'write them',
  }),
  content('binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0, 1]), {
    place: `${S}, line 1`,
    ...UTF8,
    found: 'found bytes that are not UTF-8',
  }),
  content('a zero byte', 'config:\n  target: \0\n', {
    place: `${S}, line 2`,
    ...UTF8,
    found: 'found a zero byte',
  }),
  content('UTF-16', Buffer.from(`\ufeff${SCENARIO}`, 'utf16le'), {
    place: S,
    ...UTF8,
    found: 'found UTF-16',
  }),
  content('Latin-1', Buffer.from('# für\nconfig:\n', 'latin1'), {
    place: `${S}, line 1`,
    ...UTF8,
    found: 'found bytes that are not UTF-8',
  }),
  content('a cycle', 'config: &a [*a]\n', {
    place: `${S}, line 1`,
    expected: 'the alias *a stands inside its own anchor &a',
    found: 'so it never ends',
    next: 'write the value instead',
  }),
  content('a longer cycle', 'config: &a\n  x: &b\n    y: *a\n', {
    place: `${S}, line 3`,
    expected: 'the alias *a stands inside its own anchor &a',
    found: 'so it never ends',
    next: 'write the value instead',
  }),
  content('an alias to nothing', 'scenarios:\n  - *nope\n', {
    place: `${S}, line 2`,
    expected: 'expected an anchor &nope above the alias *nope',
    found: 'found none',
    next: 'define it',
  }),
  content('an alias before its anchor', 'a: *later\nb: &later 1\n', {
    place: `${S}, line 1`,
    expected: 'expected an anchor &later above',
    found: 'found none',
    next: 'define it',
  }),
  content('an alias bomb', bomb, {
    place: S,
    expected: 'expected at most 100000 values',
    found: 'found more with all aliases written out',
    next: 'write fewer',
  }),
  content('deep nesting', `config: ${'['.repeat(200)}${']'.repeat(200)}`, {
    place: `${S}, line 1`,
    expected: 'expected at most 50 levels',
    found: 'found more',
    next: 'simplify it',
  }),
  content('nesting deeper than any stack', `config: ${'['.repeat(50_000)}`, {
    place: S,
    expected: 'expected at most 50 levels',
    found: 'found more',
    next: 'simplify it',
  }),
  content('a megabyte', `config: "${'x'.repeat(1_000_001)}"`, {
    place: S,
    expected: 'at most 1000000 characters',
    found: 'found 1000011',
    next: 'name another file',
  }),
  content('a key twice', 'config: {}\nconfig: {}\n', {
    place: `${S}, line 2`,
    ...NOT_YAML,
    found: 'keys must be unique',
  }),
  content('a tab', 'config:\n\tphases: []\n', { place: `${S}, line 2`, ...NOT_YAML, found: 'Tab' }),
  content('an open bracket', 'config: [\n', { place: S, ...NOT_YAML, found: 'Flow sequence' }),
  content('two documents', 'config: {}\n---\nconfig: {}\n', {
    place: S,
    ...NOT_YAML,
    found: 'multiple documents',
  }),
  content('a tag of another language', 'config: !!python/object x\n', {
    place: `${S}, line 1`,
    ...NOT_YAML,
    found: 'python',
  }),
  content('a reserved key', 'config:\n  __proto__: { polluted: true }\n', {
    place: `${S}, line 2`,
    expected: 'cannot be a key',
    found: '"__proto__"',
    next: 'rename or remove it',
  }),
  content('an octal number', SCENARIO.replace('duration: 10', 'duration: 010'), {
    place: `${S}, line 4`,
    expected: 'expected a decimal number',
    found: 'found 010',
    next: 'write 10',
  }),
];

const WATCH = '    watch:\n      endpointName: wine\n';
const TOP = 'scenarios/s.yml, line';
const CORRECT = { next: 'correct it' };

export const WRONG_SCENARIOS: readonly BadInput[] = [
  edited('an unknown key at the top', ['scenarios:', 'senarios:'], {
    place: `${TOP} 11`,
    expected: 'unknown key',
    found: '"senarios"',
    next: 'did you mean "scenarios"?',
  }),
  edited('a key of Artillery that nothing here obeys', ['scenarios:', 'before: {}\nscenarios:'], {
    place: `${TOP} 11`,
    expected: 'expected one of config, scenarios',
    found: 'unknown key "before"',
    next: 'one of',
  }),
  edited('endpoint for endpointName', ['endpointName: wine', 'endpoint: wine'], {
    place: `${TOP} 8`,
    expected: 'unknown key',
    found: '"config.scaleproof.watch.endpoint"',
    next: 'did you mean "endpointName"?',
  }),
  edited('no endpoint name', ['endpointName: wine', 'pollSeconds: 1'], {
    place: `${TOP} 7: "config.scaleproof.watch.endpointName"`,
    expected: 'expected text matching',
    found: 'found nothing',
    next: 'add it',
  }),
  edited('no watch', [WATCH, ''], {
    place: `${TOP} 6: "config.scaleproof.watch"`,
    expected: 'expected a section with endpointName, or `none`',
    found: 'found nothing',
    next: 'add it',
  }),
  edited('another word than none', [WATCH, '    watch: nothing\n'], {
    place: `${TOP} 7: "config.scaleproof.watch"`,
    expected: 'expected `none`, or a section with endpointName',
    found: 'found "nothing"',
    next: 'correct it',
  }),
  edited('nothing after watch', [WATCH, '    watch:\n'], {
    place: `${TOP} 7: "config.scaleproof.watch"`,
    expected: 'expected `none`, or a section with endpointName',
    found: 'found nothing',
    next: 'correct it',
  }),
  edited('a list to watch', [WATCH, '    watch: [wine]\n'], {
    place: `${TOP} 7: "config.scaleproof.watch"`,
    expected: 'expected `none`, or a section with endpointName',
    found: 'found a list of 1',
    next: 'correct it',
  }),
  edited(
    'convergence of what nobody watches',
    [`${WATCH}    expect:\n`, '    watch: none\n    expect:\n      converged: {}\n'],
    {
      place: `${TOP} 9: "config.scaleproof.expect.converged"`,
      expected: 'expected nothing that needs AWS',
      found: 'found converged: only CloudWatch has the tracked metric',
      next: 'remove it, or name the endpoint in "config.scaleproof.watch"',
    },
  ),
  edited(
    'instances of what nobody watches',
    [
      `${WATCH}    expect:\n`,
      '    watch: none\n    expect:\n      reachedRate: { rps: 2, holdSeconds: 5, minInstances: 3 }\n',
    ],
    {
      place: `${TOP} 9: "config.scaleproof.expect.reachedRate.minInstances"`,
      expected: 'expected nothing that needs AWS',
      found: 'found minInstances 3',
      next: 'remove it, or name the endpoint',
    },
  ),
  edited('a stand-in of no endpoint', [WATCH, '    watch: none\n    standIn: {}\n'], {
    place: `${TOP} 8: "config.scaleproof.standIn"`,
    expected: 'expected none',
    found: 'found one',
    next: 'remove it and set `target`, or name an endpoint to play',
  }),
  edited('no target', ['  target: http://127.0.0.1:1\n', ''], {
    place: `${TOP} 1: "config.target"`,
    expected: 'expected an http or https URL',
    found: 'found nothing',
    next: 'add it',
  }),
  edited('no phases', ['  phases:\n    - duration: 10\n      arrivalRate: 2\n', ''], {
    place: `${TOP} 1: "config.phases"`,
    expected: 'expected a list',
    found: 'found nothing',
    next: 'add it',
  }),
  edited('no requests', ['arrivalRate: 2', 'arrivalRate: 0'], {
    place: `${TOP} 3: "config.phases"`,
    expected: 'expected 1 to 1000000000 requests',
    found: 'found 0',
    next: 'correct rates and durations',
  }),
  edited(
    'more requests than any run sends',
    ['duration: 10', 'duration: 7d\n      rampTo: 1000000'],
    {
      place: `${TOP} 3: "config.phases"`,
      expected: 'expected 1 to 1000000000 requests',
      found: 'found 3',
      next: 'correct rates and durations',
    },
  ),
  edited(
    'two scenarios',
    ['  - engine: replay', '  - { engine: replay, flow: [] }\n  - engine: replay'],
    {
      place: `${TOP} 11`,
      expected: 'expected a list of exactly 1',
      found: 'found a list of 2',
      ...CORRECT,
    },
  ),
  edited('another engine', ['engine: replay', 'engine: http'], {
    place: `${TOP} 12`,
    expected: 'expected "replay"',
    found: 'found "http"',
    ...CORRECT,
  }),
  edited('a weight that nothing obeys', ['engine: replay', 'weight: 5\n    engine: replay'], {
    place: `${TOP} 12`,
    expected: 'expected one of name, engine, flow',
    found: 'unknown key "scenarios.0.weight"',
    next: 'one of',
  }),
  edited('an unknown system', ['system: wine', 'system: whine'], {
    place: `${TOP} 15`,
    expected: 'unknown system',
    found: '"whine"',
    next: 'did you mean "wine"?',
  }),
  edited('a system called constructor', ['system: wine', 'system: toString'], {
    place: `${TOP} 15`,
    expected: 'expected one of iris',
    found: '"toString"',
    next: 'one of',
  }),
  edited('a module that is not there', ['system: wine', 'system: ./nowhere.mjs'], {
    place: `${TOP} 15`,
    expected: 'expected a path relative to the scenario',
    found: 'does not exist',
    next: 'name another',
  }),
  edited('a way that the system lacks', ['system: wine', 'system: wine\n          way: lambda'], {
    place: `${TOP} 16`,
    expected: 'does not support way',
    found: '"lambda"',
    next: 'use http or sagemaker',
  }),
  edited('a path without its slash', ['system: wine', 'system: wine\n          path: predict'], {
    place: `${TOP} 16`,
    expected: 'expected a path that begins with /',
    found: 'found "predict"',
    ...CORRECT,
  }),
  edited(
    'a header that is the secret itself',
    ['system: wine', 'system: wine\n          headersFromEnvironment: { x-key: "pa55 word" }'],
    {
      place: `${TOP} 16`,
      expected: 'expected an environment variable name',
      found: '"headersFromEnvironment.x-key"',
      next: 'put the value in that variable',
    },
  ),
  edited(
    'an api with name and id',
    [WATCH, `${WATCH}      api: { name: a, id: b, stage: dev }\n`],
    {
      place: `${TOP} 9`,
      expected: 'expected either `name` (REST API) or `id` (HTTP API)',
      found: '"config.scaleproof.watch.api"',
      ...CORRECT,
    },
  ),
  edited('environments that are a list', ['  target:', '  environments: [local]\n  target:'], {
    place: 'scenarios/s.yml: "config.environments"',
    expected: 'expected a section',
    found: 'found a list',
    next: 'write keys of `config` below it',
  }),
  edited(
    'an environment that is text',
    ['  target:', '  environments: { local: fast }\n  target:'],
    {
      place: 'scenarios/s.yml: "config.environments.local"',
      expected: 'expected a section',
      found: 'found "fast"',
      next: 'write keys of `config` below it',
    },
  ),
  edited(
    'a password in an environment that was not chosen',
    ['  target:', '  environments: { local: {}, prod: { target: "http://me:hush@h" } }\n  target:'],
    {
      place: `${TOP} 2: "config.target"`,
      expected: 'expected only scheme and host',
      found: 'found a user name, password',
      next: 'keep http://h',
    },
  ),
  edited(
    'a slip in an environment that was not chosen',
    [
      '  target:',
      '  environments: { local: {}, nightly: { scaleproof: { settle: { maxSeconds: never } } } }\n  target:',
    ],
    {
      place: `${TOP} 2: "config.scaleproof.settle.maxSeconds"`,
      expected: 'expected seconds from 0',
      found: 'found "never"',
      ...CORRECT,
    },
  ),
];

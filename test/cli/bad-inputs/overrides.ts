import type { BadInput } from './row.ts';

type Names = Pick<BadInput, 'expected' | 'found' | 'next'>;

function set(text: string, names: Names & { place?: string; secret?: string }): BadInput {
  return {
    what: `--set ${text}`,
    args: ['show', 'wine', '--set', text],
    place: `--set ${text}`,
    ...names,
  };
}

const RESERVED = { expected: 'cannot be a key', next: 'rename or remove it' };
const FORM = { expected: 'expected key=value', next: 'correct the key' };
const EMPTY = { expected: 'expected a value after "="', found: 'found nothing' };
const BASE_URL = {
  expected: 'expected only scheme and host',
  found: 'found a user name, password, query or fragment too',
  secret: 'hush',
};
const URLS = { expected: 'expected an http or https URL', next: 'write one such as https://' };
const TARGET = 'target="(redacted)"';

/** Without its stand-in, the scenario takes a target. */
function target(url: string, names: Names & { place: string; secret?: string }): BadInput {
  const set = ['scaleproof.standIn=', `target=${JSON.stringify(url)}`];
  return {
    what: `the target ${url}`,
    args: ['show', 'wine', ...set.flatMap((each) => ['--set', each])],
    ...names,
  };
}

export const WRONG_OVERRIDES: readonly BadInput[] = [
  set('__proto__.x=1', { ...RESERVED, found: '"__proto__"' }),
  set('constructor.prototype.x=1', { ...RESERVED, found: '"constructor"' }),
  set('scaleproof.prototype=1', { ...RESERVED, found: '"prototype"' }),
  set('scaleproof.__proto__.x=1', { ...RESERVED, found: '"__proto__"' }),
  set('scaleproof.watch={ __proto__: { x: 1 } }', { ...RESERVED, found: '"__proto__"' }),
  set('nonsense', { ...FORM, found: 'nonsense' }),
  set('=1', { ...FORM, found: '=1' }),
  set('.seed=1', { ...FORM, found: '.seed' }),
  set('engines..seed=1', { ...FORM, found: 'engines..seed' }),
  set('engines.replay.=1', { ...FORM, found: 'replay.=' }),
  set('engines.replay seed=1', { ...FORM, found: 'replay seed' }),
  set('x=', { ...EMPTY, next: 'Add a value or leave out the flag' }),
  set('engines.replay.sead=', { ...EMPTY, next: '"engines.replay.sead" is not set' }),
  set('scaleproof.nowhere.deep=', { ...EMPTY, next: 'Add a value or leave out the flag' }),
  set('phases=[{', {
    expected: 'not valid YAML',
    found: 'phases=[{',
    next: 'correct the syntax',
  }),
  set('phases=&a [*a]', {
    expected: 'inside its own anchor',
    found: '*a',
    next: 'write the value instead',
  }),
  set('phases=*a', { expected: 'expected an anchor &a', found: 'found none', next: 'define it' }),
  set('phases=!!js/function x', {
    expected: 'not valid YAML',
    found: 'js/function',
    next: 'correct the syntax',
  }),
  set('phases=5', { expected: 'expected a list', found: 'found 5', next: 'correct it' }),
  set('phases=[]', { expected: 'at least one phase', found: 'phases=[]', next: 'correct it' }),
  set('phases=[{ duration: 10 }]', {
    expected: 'expected `arrivalRate`',
    found: 'found none',
    next: 'add one',
  }),
  set('phases=[{ pause: 5, arrivalRate: 5 }]', {
    expected: 'expected only one of `pause`, `arrivalCount` and `arrivalRate`',
    found: 'found several',
    next: 'correct it',
  }),
  set('phases=[{ duration: 5, arrivalCount: 5, rampTo: 9 }]', {
    expected: 'expected only one of `pause`, `arrivalCount` and `arrivalRate`',
    found: 'found several',
    next: 'correct it',
  }),
  set('scaleproof.watch.endpointUrl=http://127.0.0.1:4620', {
    expected: 'expected none, since this environment starts a stand-in',
    found: 'found "http://127.0.0.1:4620"',
    next: 'remove it, or disable the stand-in',
  }),
  set('phases=[{ arrivalRate: 5 }]', {
    expected: 'expected seconds above 0',
    found: 'found none',
    next: 'correct it',
  }),
  set('phases.0.duration=1e300', {
    expected: 'expected seconds above 0 and up to 604800',
    found: 'found 1e+300',
    next: 'correct it',
  }),
  set('phases.0.arrivalRate=1e300', {
    expected: 'expected a number from 0 to 1000000',
    found: 'found 1e+300',
    next: 'correct it',
  }),
  set('phases.0.duration=010', {
    expected: 'expected a decimal number',
    found: 'found 010',
    next: 'write 10',
  }),
  set('phases.7.duration=1', {
    expected: 'from 0 to 2',
    found: 'found "7"',
    next: 'correct it',
  }),
  set('phases.first.duration=1', {
    expected: 'from 0 to 2',
    found: 'found "first"',
    next: 'correct it',
  }),
  set('target.deep=1', {
    expected: '"target" is not a section',
    found: 'target.deep',
    next: 'set "target" itself',
  }),
  set('config.engines.replay.seed=1', {
    expected: 'already below `config`',
    found: 'config.engines',
    next: 'write --set engines.replay.seed=1',
  }),
  set('scaleproof.standIn.policy.minCapacity=9', {
    expected: 'policy.minCapacity (9) is above policy.maxCapacity (4)',
    found: '9',
    next: 'lower the first or raise the second',
  }),
  set('target=http://me:hush@127.0.0.1:9', {
    place: `--set ${TARGET}`,
    expected: 'starts a stand-in',
    found: '(redacted)',
    next: 'add --set scaleproof.standIn=',
    secret: 'hush',
  }),
  target('http://me:hush@127.0.0.1:9', {
    place: TARGET,
    ...BASE_URL,
    next: 'keep http://127.0.0.1:9',
  }),
  target('http://hush@127.0.0.1:9', { place: TARGET, ...BASE_URL, next: 'keep http://' }),
  target('https://api.example.com?key=hush', { place: TARGET, ...BASE_URL, next: 'keep https://' }),
  target('https://api.example.com/#hush', { place: TARGET, ...BASE_URL, next: 'keep https://' }),
  target('http:\\\\me:hush@127.0.0.1', { place: '(redacted)', ...BASE_URL, next: 'keep http://' }),
  target('http://me:hu sh@127.0.0.1:9', {
    place: TARGET,
    ...BASE_URL,
    next: 'keep http://',
    secret: 'hu sh',
  }),
  target('http://me:hush/@127.0.0.1:notaport', {
    place: TARGET,
    ...URLS,
    found: 'found something else',
    secret: 'hush',
  }),
  target('me:hush@127.0.0.1', {
    place: TARGET,
    ...URLS,
    found: 'found something else',
    secret: 'hush',
  }),
  target('file:///etc/passwd', { place: 'target=', ...URLS, found: 'found "file:///etc/passwd"' }),
  target('ftp://host', { place: 'target=', ...URLS, found: 'found "ftp://host"' }),
  target('localhost:8080', { place: 'target=', ...URLS, found: 'found "localhost:8080"' }),
  target('', { place: 'target=', ...URLS, found: 'found ""' }),
  target('https://api.example.com/prod', {
    place: 'target=',
    expected: 'expected only scheme and host',
    found: 'found the path "/prod" too',
    next: 'set the path as `path`',
  }),
  set('scaleproof.watch.endpointUrl=file:///etc', { ...URLS, found: 'found "file:///etc"' }),
  set('scaleproof.watch.endpointUrl=here', {
    expected: 'expected a URL',
    found: 'found "here"',
    next: 'correct it',
  }),
  set('scaleproof.watch.endpointUrl=http://me:hush@127.0.0.1:9', {
    place: '--set scaleproof.watch.endpointUrl="(redacted)"',
    ...BASE_URL,
    next: 'keep http://127.0.0.1:9',
  }),
];

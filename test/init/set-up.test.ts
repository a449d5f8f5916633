import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDataset } from '../../src/dataset/read.ts';
import { type Answers, setUp } from '../../src/init/set-up.ts';
import { tryModule, writeSetUp } from '../../src/init/write-set-up.ts';
import { settingsOf } from '../../src/scenario/origins.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { datasetFileOf, loadSystem } from '../../src/systems/load-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-init-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOWHERE = { path: null, functionName: null, endpointName: null };

function answers(own: Partial<Answers>): Answers {
  return {
    name: 'reviews',
    system: null,
    url: 'https://api.example.com',
    endpointName: 'reviews-prod',
    region: 'eu-west-1',
    rps: 50,
    request: '{"text":"fine"}',
    response: '{"label":"positive"}',
    labelAt: null,
    ...own,
  };
}

/** Writes a set-up into a folder of its own and loads what was written. */
async function written(own: Partial<Answers>) {
  const directory = mkdtempSync(join(folder, 'one-'));
  const given = answers(own);
  const made = setUp(given);
  writeSetUp(made, directory, false);
  const file = join(directory, made.moduleFile!);
  const system = await loadSystem(file);
  const rows = readDataset(datasetFileOf(file, system), system.dataset);
  return { directory, file, given, made, system, rows, codec: system.ways.http! };
}

describe('the module of an API of your own', () => {
  const POST = 'POST https://api.example.com/v1/p HTTP/1.1\n';
  const FORM = 'content-type: application/x-www-form-urlencoded\n\n';
  test.each<[string, string, string, string]>([
    ['a flat body', '{"text":"It\'s \\"so\\" fine,\\nreally"}', '{"label":"positive"}', 'positive'],
    [
      'nested values, numbers, constants and odd keys',
      '{"a b":{"x":[1.5,"two"]},"keep":true,"none":null,"__proto__":"p","text":"","n":-0.25}',
      '{"result":[{"species name":"setosa"}]}',
      'setosa',
    ],
    ['an array', '[[5.1,3.5,1.4,0.2]]', '{"predictions":[{"score":0.9,"predicted_label":2}]}', '2'],
    ['CSV', '5.1,3.5,1.4,0.2', '0.0', '0.0'],
    ['text', 'Still as new', 'positive\n', 'positive'],
    ['a form', `${POST}${FORM}a=1&a=2&empty=&b=%C3%A4`, '{"class":true}', 'true'],
    [
      'a long body',
      JSON.stringify({ instances: [{ text: 'x'.repeat(90), n: 1 }] }),
      '"yes"',
      '"yes"',
    ],
  ])('sends what was pasted and reads the answer: %s', async (_, request, response, label) => {
    const { rows, codec, file, given } = await written({ request, response });
    expect(rows).toHaveLength(1);
    expect(rows[0]!.label).toBe(label);
    const { body } = codec.encode(rows[0]!, NOWHERE);
    const pasted = request.split('\n\n').at(-1)!;
    if (/^[[{]/.test(pasted)) expect(JSON.parse(body!)).toEqual(JSON.parse(pasted));
    else expect(body).toBe(pasted);
    expect(await tryModule(file, given.response!)).toEqual({
      outcome: 'correct',
      predicted: label,
    });
  });

  test('sends a query', async () => {
    const { rows, codec } = await written({
      request: 'curl https://h/p?sepal=5.1&kind=a%20b',
      response: '{"x":1,"answer":"setosa"}',
    });
    expect(codec.encode(rows[0]!, NOWHERE)).toMatchObject({
      method: 'GET',
      path: '/p?sepal=5.1&kind=a+b',
      body: null,
    });
  });

  test('counts each kind of failure, and never throws', async () => {
    const { rows, codec } = await written({});
    const outcomeOf = (status: number, body: string) =>
      codec.decode({ status, headers: {}, body }, rows[0]!).outcome;
    expect(outcomeOf(200, '{"label":"negative"}')).toBe('wrong');
    expect(outcomeOf(429, '')).toBe('throttled');
    expect(outcomeOf(404, '')).toBe('client-error');
    expect(outcomeOf(503, '')).toBe('server-error');
    for (const body of ['', '{', 'null', '{"label":1}', '[]', '<html>']) {
      expect(outcomeOf(200, body)).toBe('malformed');
    }
    expect(outcomeOf(302, '{"label":"positive"}')).toBe('malformed');
  });

  test('takes the prediction from where it is said to be', async () => {
    const response = '{"label":"request","result":[{"score":0.5,"class":"b"}]}';
    const { rows } = await written({ response, labelAt: 'result.0.class' });
    expect(rows[0]!.label).toBe('b');
    expect(() => setUp(answers({ response, labelAt: 'result.1' }))).toThrow(
      '--label-at result.1: the response has no such value; it has label, result.0.score, result.0.class.',
    );
  });
});

describe('the scenario', () => {
  test('resolves in each environment, with no secret in any file', async () => {
    const { directory, made } = await written({
      url: null,
      request: `curl https://api.example.com/v1 -H 'X-Api-Key: s3cr3t' -H 'Cookie: c00kie' -H 'Accept: text/x' -d '{"text":"a"}'`,
    });
    expect(made.variables).toEqual(['REVIEWS_X_API_KEY', 'REVIEWS_COOKIE']);
    for (const { path } of made.files) {
      expect(readFileSync(join(directory, path), 'utf8')).not.toMatch(/s3cr3t|c00kie/);
    }
    const env = { REVIEWS_X_API_KEY: 's3cr3t', REVIEWS_COOKIE: 'c' };
    for (const environment of ['smoke', 'nightly']) {
      const scenario = await resolveScenario({
        scenario: join(directory, made.scenarioFile),
        environment,
        env,
      });
      expect(scenario).toMatchObject({
        systemId: 'reviews',
        target: 'https://api.example.com',
        watch: { endpointName: 'reviews-prod', region: 'eu-west-1' },
        headersFromEnvironment: { 'x-api-key': 'REVIEWS_X_API_KEY', cookie: 'REVIEWS_COOKIE' },
      });
    }
  });

  test('watches nothing where there is no endpoint, and expects what callers can tell', async () => {
    const { directory, made } = await written({ endpointName: 'none', region: null });
    expect(made.variables).toEqual([]);
    for (const environment of ['smoke', 'nightly']) {
      const scenario = await resolveScenario({
        ...{ scenario: join(directory, made.scenarioFile), environment, env: {} },
      });
      expect(scenario.watch).toBeNull();
    }
  });

  test('of a built-in system needs no module', async () => {
    const directory = mkdtempSync(join(folder, 'one-'));
    const made = setUp(
      answers({
        system: 'wine',
        url: 'https://api.example.com/prod/wine',
        request: null,
        response: null,
        endpointName: null,
        region: null,
      }),
    );
    writeSetUp(made, directory, false);
    expect(made.variables).toEqual(['REVIEWS_ENDPOINT_NAME', 'AWS_REGION']);
    const scenario = await resolveScenario({
      scenario: join(directory, made.scenarioFile),
      environment: 'nightly',
      env: { REVIEWS_ENDPOINT_NAME: 'e', AWS_REGION: 'us-east-1' },
    });
    expect(scenario).toMatchObject({ systemId: 'wine', address: { path: '/prod/wine' } });
  });
});

describe('secrets in the address', () => {
  test('come from the environment, and are in no file', async () => {
    const { directory, made } = await written({
      url: null,
      request: `curl 'https://api.example.com/v1?v=2&api_key=s3%20cr3t&sig=s3cr3t' -u me:s3cr3t -b a=s3cr3t -d '{"text":"a"}'`,
    });
    const names = ['API_KEY', 'SIG', 'AUTHORIZATION', 'COOKIE'].map((each) => `REVIEWS_${each}`);
    expect(made.variables).toEqual(names);
    for (const { path } of made.files) {
      expect(readFileSync(join(directory, path), 'utf8')).not.toMatch(/cr3t/);
    }
    const request = { scenario: join(directory, made.scenarioFile), environment: 'smoke' };
    const env = Object.fromEntries(names.map((each) => [each, 'hush']));
    const { address } = await resolveScenario({ ...request, env });
    expect(address.path).toBe('/v1?v=2&api_key=hush&sig=hush');
    const settings = settingsOf(readScenario({ ...request, env }), { chosen: 'http', flag: null });
    expect(JSON.stringify(settings)).not.toContain('hush');
  });

  test.each([
    ['of a query', { request: 'curl https://h/p?sepal=5&apiKey=s3cr3t' }],
    ['of --url', { url: 'https://h/p?apiKey=s3cr3t', request: '{"sepal":"5"}' }],
  ])('%s are no features', async (_, own) => {
    const { made, rows, codec } = await written({ url: null, ...own });
    expect(JSON.stringify(made.files)).not.toContain('s3cr3t');
    expect(made.contract!.features.map(({ name }) => name)).toEqual(['sepal']);
    const sent = codec.encode(rows[0]!, { ...NOWHERE, path: '/p?apiKey=hush' });
    expect(sent.path).toMatch(/^\/p\?apiKey=hush(&sepal=5)?$/);
  });

  test.each(['keywords', 'author', 'code', 'tokens', 'monkey'])('%s is a feature', (name) => {
    const made = setUp(answers({ request: `curl https://h/p?${name}=abc` }));
    expect(made.contract!.features.map((feature) => feature.name)).toEqual([name]);
  });

  test('a secret in the body is named, since a module cannot read the environment', () => {
    const made = setUp(answers({ request: '{"text":"a","auth":{"apiKey":"k"},"keywords":"b"}' }));
    expect(made.notes).toContainEqual(
      expect.stringMatching(/^reviews\.csv holds auth_apiKey from/),
    );
  });
});

test('a path that nobody gave is named as unknown', () => {
  const noteOn = (own: Partial<Answers>) => setUp(answers(own)).notes;
  const unknown = [expect.stringMatching(/^No path is known, .* --url https:\/\/HOST\/PATH\.$/)];
  expect(noteOn({ url: null })).toEqual(unknown);
  expect(noteOn({ url: 'https://api.example.com' })).toEqual(unknown);
  expect(noteOn({ url: 'https://api.example.com/v1' })).toEqual([]);
  expect(noteOn({ request: 'POST /v1 HTTP/1.1\n\nfine' })).toEqual([]);
});

test('an existing file is never overwritten without being told to', () => {
  const directory = mkdtempSync(join(folder, 'one-'));
  const made = setUp(answers({}));
  writeFileSync(join(directory, 'reviews.csv'), 'mine');
  expect(() => writeSetUp(made, directory, false)).toThrow(/reviews\.csv exists already.*--force/);
  expect(existsSync(join(directory, 'reviews.ts'))).toBe(false);
  writeSetUp(made, directory, true);
  expect(readFileSync(join(directory, 'reviews.csv'), 'utf8')).toContain('fine,positive');
});

test.each<[string, Partial<Answers>, RegExp]>([
  ['no exchange', { request: null }, /needs one request and its response; add --request/],
  ['an unknown system', { system: 'wien' }, /--system wien: expected one of iris, wine/],
  ['a URL that is none', { url: 'example' }, /--url example: expected an http or https URL/],
  ['an endpoint name that AWS refuses', { endpointName: 'a_b' }, /--endpoint a_b: expected a name/],
  ['a rate that is none', { rps: Number.NaN }, /expected a number above 0/],
  ['a request without values', { request: '{"a":true}' }, /no value that could be a feature/],
  ['a response without values', { response: '{"a":[]}' }, /no value that could be a prediction/],
  ['an empty response', { response: ' ' }, /response is empty; paste/],
])('is refused: %s', (_, own, message) => {
  expect(() => setUp(answers(own))).toThrow(message);
});

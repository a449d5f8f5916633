import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collectionQuestions } from '../../src/check/postman/collection-questions.ts';
import type { Question } from '../../src/check/question.ts';
import { type Subject, subjectOf } from '../../src/check/subject.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { scaleproof, temporaryDirectory } from '../cli/command.ts';
import { predict, ROWS, serveWine } from './wine-server.ts';

const IRIS = 'test/check/iris.postman_collection.json';
const TARGET = 'https://target.example';

const directory = temporaryDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

async function subject(system: string): Promise<Subject> {
  const scenario = await resolveScenario({ scenario: system, environment: 'local', env: {} });
  return subjectOf({ ...scenario, target: TARGET });
}

/** One request as it is exported, on its own. */
async function question(
  system: string,
  request: unknown,
  keepHost = false,
  variable: unknown[] = [],
): Promise<Question> {
  const file = write({ info: { name: 'c' }, variable, item: [{ name: 'one', request }] });
  return collectionQuestions(await subject(system), file, keepHost).questions[0]!;
}

function write(collection: unknown): string {
  const file = join(directory, 'collection.json');
  writeFileSync(file, typeof collection === 'string' ? collection : JSON.stringify(collection));
  return file;
}

const raw = (text: string) => ({ mode: 'raw', raw: text });
const WINE = JSON.stringify({ body: ROWS[0]!.text.join(',') });

test('a whole collection against the stand-in names what was not checked and why', async () => {
  const { code, stdout, stderr } = await scaleproof('check', 'iris', '--postman', IRIS);
  expect(stderr).toBe('');
  await expect(stdout.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')).toMatchFileSnapshot(
    '../golden/check/iris-postman.txt',
  );
  expect(code).toBe(1);
});

test('all correct but not all checked is inconclusive: exit 3', async () => {
  const { item, ...rest } = JSON.parse(readFileSync(IRIS, 'utf8'));
  const some = item.filter(({ name }: { name: string }) => ['setosa', 'form'].includes(name));
  const file = write({ ...rest, item: some });
  const { code, stdout } = await scaleproof('check', 'iris', '--postman', file);
  expect(stdout).toContain('INCONCLUSIVE  3 of 4 correct, 1 unchecked.');
  expect(code).toBe(3);
});

test("--keep-host sends requests to the collection's hosts", async () => {
  const { url, received } = await serveWine((response, { label }) => predict(response, label));
  const request = { method: 'POST', url: `${url}/another/path?v=1`, body: raw(WINE) };
  const file = write({ info: { name: 'c' }, item: [{ name: 'one', request }] });
  const { code } = await scaleproof('check', 'wine', '--postman', file, '--keep-host');
  expect(received.map(({ path, body }) => ({ path, body }))).toEqual([
    { path: '/another/path?v=1', body: WINE },
  ]);
  expect(code).toBe(0);
});

describe('the destination of a request', () => {
  const one = [{ key: 'base', value: 'https://there.example/stage' }];
  test.each<[string, unknown, boolean, string]>([
    ['the target, with path and query', '{{base}}/a?b=c', false, `${TARGET}/stage/a?b=c`],
    ['the target, for a host without a scheme', 'there.example:8080/a', false, `${TARGET}/a`],
    ['the target, for a host that is not known', '{{other}}/a', false, `${TARGET}/a`],
    ["the system's path, for no more than that", '{{other}}', false, `${TARGET}/DummyStage/DT`],
    ['its own host', '{{base}}/a', true, 'https://there.example/stage/a'],
    [
      'an address in parts, with path variables and without disabled ones',
      {
        protocol: 'https',
        host: ['there', 'example'],
        path: ['v1', ':id', { value: 'x' }],
        query: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2', disabled: true },
        ],
        variable: [{ key: 'id', value: '7' }],
      },
      false,
      `${TARGET}/v1/7/x?a=1`,
    ],
  ])('%s', async (_, url, keepHost, expected) => {
    const { sending } = await question(
      'wine',
      { method: 'POST', url, body: raw(WINE) },
      keepHost,
      one,
    );
    if ('impossible' in sending) throw new Error(sending.impossible);
    expect(sending.origin + sending.request.path).toBe(expected);
  });

  test('none if its own host is required but unknown', async () => {
    const { sending } = await question('wine', { url: '{{other}}/a' }, true);
    expect(sending).toEqual({ impossible: '{{other}} has no value in the collection' });
  });

  test('none if its variables are circular', async () => {
    const circle = [
      { key: 'a', value: '{{b}}' },
      { key: 'b', value: '{{a}}' },
    ];
    const { sending } = await question('wine', 'http://x/{{a}}', false, circle);
    expect(sending).toMatchObject({ impossible: expect.stringMatching(/has no value/) });
  });
});

describe('the expected label of a request', () => {
  const post = (body: string) => ({ method: 'POST', url: '{{x}}', body: raw(body) });
  const iris = (extra: string) => post(`{"x1": 5.1, "x2": 3.5, "x3": 1.4, "x4": 0.2${extra}}`);
  test.each<[string, string, unknown, string | null]>([
    ['the label of the row it equals', 'iris', iris(''), 'setosa'],
    ['a label it carries, however written', 'iris', iris(', "n": "Virginica"'), 'virginica'],
    ['a class number it carries', 'iris', iris(', "label": 2'), 'versicolor'],
    [
      'its only other number, for values of no row',
      'iris',
      post('{"x1": 9, "n": 2}'),
      'versicolor',
    ],
    ['the row before a number called nothing', 'iris', iris(', "n": 2'), 'setosa'],
    ['the field called like a label', 'iris', iris(', "id": 1, "species": 2'), 'versicolor'],
    ['no number of several called nothing', 'iris', post('{"x1": 9, "id": 1, "n": 2}'), null],
    ['no class number that is none', 'iris', iris(', "label": 3'), 'setosa'],
    ['nothing, for values of no row', 'iris', post('{"x1": 9}'), null],
    ['the label of its row, in a body of text', 'wine', post(WINE.replaceAll(',', ', ')), '0'],
    [
      'the label of its row, in a query with commas as they are',
      'car',
      '{{x}}/items?EndpointName=any&FinalPayload=low,low,5more,more,big,high',
      'vgood',
    ],
  ])('%s', async (_, system, request, expected) => {
    expect((await question(system, request)).expected).toBe(expected);
  });
});

test.each<[string, string, RegExp]>([
  ['an environment', '{"_postman_variable_scope":"environment"}', /is a Postman environment/],
  ['format v1', '{"requests":[]}', /format v1; export it again/],
  ['not JSON', '{', /is not JSON/],
  ['without requests', '{"info":{"name":"c"},"item":[]}', /has no requests/],
  [
    'a request that is a number',
    '{"info":{"name":"c"},"item":[{"request":1}]}',
    /item\.0\.request/,
  ],
])('a file that is %s is refused with its name and the reason', async (_, text, message) => {
  const file = write(text);
  const wine = await subject('wine');
  expect(() => collectionQuestions(wine, file, false)).toThrow(message);
  expect(() => collectionQuestions(wine, file, false)).toThrow(file);
});

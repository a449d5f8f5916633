import { expect, test } from 'vitest';
import { readFixture } from '../../src/local/models/forest.ts';
import { irisModel } from '../../src/local/models/numbers.ts';
import { firstOf, HOLDS, start } from './running.ts';

const quick = { instance: { concurrency: 64, serviceTimeMs: 1 } };
const standIn = await start(quick, { system: 'iris' });
const NUMBERS = { setosa: 0, virginica: 1, versicolor: 2 } as Record<string, number>;
const FIRST = '{"x1":5.1,"x2":3.5,"x3":1.4,"x4":0.2}';

async function predict(body: string, url = standIn.url) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/dev`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}
const bodyOf = (cells: string[]) => {
  const [x1, x2, x3, x4] = cells.map(Number);
  return JSON.stringify({ x1, x2, x3, x4 });
};

test('the success body is a whole number and nothing else', async () => {
  expect(await predict(FIRST)).toEqual({ status: 200, text: '{"prediction":0}' });
});

test('virginica is 1 and versicolor 2, for every row of the dataset but one', async () => {
  expect(irisModel().trainingAccuracy).toBe(149 / 150);
  const rows = readFixture('iris.csv');
  const answers = await Promise.all(rows.map((cells) => predict(bodyOf(cells))));
  const right = answers.filter(
    ({ text }, i) => JSON.parse(text).prediction === NUMBERS[rows[i]![4]!],
  );
  expect(right).toHaveLength(149);
});

test('keys that the function does not read are ignored, such as a label sent along', async () => {
  const body = '{"label":"setosa","x1":5.1,"x2":3.5,"x3":1.4,"x4":0.2}';
  expect(await predict(body)).toMatchObject({ status: 200, text: '{"prediction":0}' });
});

test.each([
  '',
  'text',
  '[]',
  'null',
  '{}',
  '{"x1":1,"x2":1,"x3":1}',
  FIRST.replace('5.1', '"5.1"'),
])('what the function trips over (%s) is HTTP 502 without a reason', async (body) => {
  const text = '{"message":"Internal server error"}';
  expect(await predict(body)).toEqual({ status: 502, text });
});

test('a full queue is the same HTTP 502', async () => {
  const instance = { concurrency: 1, queue: 1, ...HOLDS };
  const full = await start({ instance }, { system: 'iris' });
  const asked = Array.from({ length: 5 }, () => predict(FIRST, full.url));
  expect((await firstOf(3, asked)).map(({ status }) => status)).toEqual([502, 502, 502]);
});

test('on an instance with another model, answers are as well formed and as wrong', async () => {
  const faults = { badInstance: { ordinal: 1, swapLabels: true } };
  const faulty = await start({ ...quick, faults }, { system: 'iris' });
  const versicolor = bodyOf(readFixture('iris.csv')[50]!);
  expect((await predict(versicolor, faulty.url)).text).toBe('{"prediction":1}');
  expect((await predict(FIRST, faulty.url)).text).toBe('{"prediction":0}');
});

test('on an instance with an older model, some rows get another answer, the same each time', async () => {
  const faults = { badInstance: { ordinal: 1, staleShare: 0.1 } };
  const stale = await start({ ...quick, faults }, { system: 'iris' });
  const rows = readFixture('iris.csv').map(bodyOf);
  const answers = (url?: string) =>
    Promise.all(rows.map(async (row) => (await predict(row, url)).text));
  const [now, older, again] = [await answers(), await answers(stale.url), await answers(stale.url)];
  expect(again).toEqual(older);
  expect(new Set(older)).toEqual(new Set([0, 1, 2].map((label) => `{"prediction":${label}}`)));
  const differing = older.filter((answer, index) => answer !== now[index]).length;
  expect(differing).toBeGreaterThanOrEqual(5);
  expect(differing).toBeLessThanOrEqual(30);
});

test('with labels swapped, versicolor comes back as virginica: well formed and wrong', async () => {
  const faulty = await start({ ...quick, faults: { swapLabels: true } }, { system: 'iris' });
  const versicolor = bodyOf(readFixture('iris.csv')[50]!);
  expect((await predict(versicolor)).text).toBe('{"prediction":2}');
  expect((await predict(versicolor, faulty.url)).text).toBe('{"prediction":1}');
  expect((await predict(FIRST, faulty.url)).text).toBe('{"prediction":0}');
});

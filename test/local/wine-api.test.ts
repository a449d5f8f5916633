import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { wineModel } from '../../src/local/models/numbers.ts';
import { firstOf, HOLDS, predict, ROW, start } from './running.ts';

const standIn = await start({ instance: { concurrency: 64, serviceTimeMs: 1 } });

test('the success body is, byte for byte, that of the reference system', async () => {
  const response = await fetch(`${standIn.url}/DummyStage/DT`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: JSON.stringify({ body: ROW }),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(
    '{"statusCode":200,"headers":{"Content-Type":"text/plain"},"body":"Your Wine class is Cultivar 0"}',
  );
});

test('the model gets every row of the dataset right, over the wire too', async () => {
  expect(wineModel().trainingAccuracy).toBe(1);
  const file = readFileSync(new URL('../../fixtures/wine.csv', import.meta.url), 'utf8');
  const rows = parse(file, { from_line: 2 });
  const answers = await Promise.all(
    rows.map((cells) => predict(standIn, JSON.stringify({ body: cells.slice(0, 13).join(',') }))),
  );
  expect(answers.map(({ body }) => body.body)).toEqual(
    rows.map((cells) => `Your Wine class is Cultivar ${cells[13]}`),
  );
});

test.each([
  { what: 'too few features', body: '{"body":"1,2,3"}', statusCode: 424 },
  { what: 'too many features', body: `{"body":"${ROW},1"}`, statusCode: 424 },
  {
    what: 'a word among the features',
    body: '{"body":"a,1,1,1,1,1,1,1,1,1,1,1,1"}',
    statusCode: 424,
  },
  { what: 'an empty feature', body: '{"body":",1,1,1,1,1,1,1,1,1,1,1,1"}', statusCode: 424 },
  { what: 'a body that is a number', body: '{"body":5}', statusCode: 500 },
  { what: 'an event that is a list', body: '[1,2]', statusCode: 500 },
])('$what is an error inside HTTP 200', async ({ body, statusCode }) => {
  const answer = await predict(standIn, body);
  expect(answer).toMatchObject({
    status: 200,
    body: { statusCode, body: expect.stringMatching(/^ERROR occurred: /) },
  });
});

test.each(['{}', '', '{"other":1}', '{"body":null}'])(
  'an event without a body (%s) gets a prediction on made-up numbers',
  async (body) => {
    const answer = await predict(standIn, body);
    expect(answer.body.body).toMatch(/^Your Wine class is Cultivar [0-2]$/);
  },
);

test('what is not JSON never passes the gateway', async () => {
  expect(await predict(standIn, '{"body":')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('json') },
  });
});

test('a body over six megabytes is refused by the gateway, and the connection serves on', async () => {
  const answer = await predict(standIn, `{"body":"${'1'.repeat(7 * 1024 * 1024)}"}`);
  expect(answer.status).toBe(413);
  expect((await predict(standIn)).body.statusCode).toBe(200);
});

test('a full queue is a ServiceUnavailable inside HTTP 200', async () => {
  const full = await start({ instance: { concurrency: 1, queue: 1, ...HOLDS } });
  // One is served and one waits.
  const asked = Array.from({ length: 5 }, () => predict(full));
  for (const { status, body } of await firstOf(3, asked)) {
    expect({ status, inner: body.statusCode }).toEqual({ status: 200, inner: 503 });
    expect(body.body).toMatch(/^ERROR occurred: ServiceUnavailable/);
  }
});

test('an answer takes no less than its service time', async () => {
  const slow = await start({ instance: { serviceTimeMs: 120, serviceTimeSigma: 0 } });
  const begin = performance.now();
  await predict(slow);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(119);
});

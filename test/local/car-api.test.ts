import { expect, test } from 'vitest';
import { carModel } from '../../src/local/models/car.ts';
import { readFixture } from '../../src/local/models/forest.ts';
import { start } from './running.ts';

const standIn = await start({ instance: { concurrency: 64, serviceTimeMs: 1 } }, { system: 'car' });
const BEST = 'low,low,5more,more,big,high';

async function ask(query: string) {
  const response = await fetch(`${standIn.url}/items${query}`);
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}
const predict = (row: string) => ask(`?EndpointName=wine&FinalPayload=${row}`);

test('the success body holds the label, and any page may read it', async () => {
  const response = await fetch(`${standIn.url}/items?EndpointName=wine&FinalPayload=${BEST}`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe('{"success":"vgood"}');
});

test('commas may be encoded', async () => {
  const { body } = await predict(encodeURIComponent(BEST));
  expect(body).toEqual({ success: 'vgood' });
});

test('the model gets 1,691 of the 1,728 cars of the grid right, all four labels among them', async () => {
  expect(carModel().trainingAccuracy).toBeCloseTo(1691 / 1728, 9);
  const rows = readFixture('car.csv').filter((_, index) => index % 7 === 0);
  const answers = await Promise.all(rows.map((cells) => predict(cells.slice(0, 6).join(','))));
  const right = answers.filter(({ body }, i) => body.success === rows[i]![6]);
  expect(right.length / rows.length).toBeGreaterThan(0.95);
});

test.each([
  {
    what: 'doors that are not in the vocabulary',
    query: `?EndpointName=wine&FinalPayload=low,low,5,more,big,high`,
  },
  {
    what: 'persons that are not in the vocabulary',
    query: '?EndpointName=wine&FinalPayload=low,low,2,5,big,high',
  },
  { what: 'too few words', query: '?EndpointName=wine&FinalPayload=low,low' },
  { what: 'too many words', query: `?EndpointName=wine&FinalPayload=${BEST},unacc` },
  { what: 'no row', query: '?EndpointName=wine' },
  { what: 'two rows', query: `?EndpointName=wine&FinalPayload=${BEST}&FinalPayload=${BEST}` },
  { what: 'no endpoint', query: `?FinalPayload=${BEST}` },
  { what: 'another endpoint', query: `?EndpointName=other&FinalPayload=${BEST}` },
  { what: 'nothing at all', query: '' },
])('$what is an error inside HTTP 200', async ({ query }) => {
  const answer = await ask(query);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.body).toEqual({ error: expect.any(String), url: `/items${query}`, body: {} });
});

test('only GET is served there', async () => {
  const response = await fetch(`${standIn.url}/items`, { method: 'POST' });
  expect(response.status).not.toBe(200);
});

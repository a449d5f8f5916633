import { expect, test } from 'vitest';
import { collectionItems } from '../../src/doctor/collection-item.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

const IRIS = 'test/check/iris.postman_collection.json';

const irisBy = async (target = 'http://127.0.0.1:9') => {
  const scenario = await resolveScenario({ scenario: 'iris', environment: 'local', env: {} });
  return { ...scenario, target };
};

test.each([
  [IRIS, 'warning', /of \d+ requests cannot be sent: "/],
  ['nowhere.json', 'problem', /nowhere\.json does not exist/],
  ['scenarios/wine.yml', 'problem', /wine\.yml is not JSON/],
])('the collection %s is called a %s', async (file, status, message) => {
  const items = await collectionItems(await irisBy(), file);
  expect(items).toMatchObject([
    { id: 'collection', status, message: expect.stringMatching(message) },
  ]);
});

test('a collection that the way cannot send is a problem, as for check', async () => {
  const scenario = { ...(await irisBy()), way: 'sagemaker' as const };
  expect(await collectionItems(scenario, IRIS)).toMatchObject([
    { status: 'problem', message: expect.stringContaining('collections require --way http') },
  ]);
});

test('without a collection there is nothing to say', async () => {
  expect(await collectionItems(await irisBy(), null)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { resolveScenario } from '../../src/scenario/resolve.ts';

/** The shipped scenario of wine with keys below `config` changed. */
function resolve(...set: string[]) {
  return resolveScenario({ scenario: 'wine', environment: 'local', set, env: {} });
}

const EXPECT = 'scaleproof.expect';
const NIGHTLY = {
  WINE_API_URL: 'https://api.example.com/',
  WINE_ENDPOINT_NAME: 'wine-prod',
  AWS_REGION: 'eu-west-1',
};

describe('an expectation that no run can meet, or none can miss, is refused in place', () => {
  test.each<[string, string[], RegExp]>([
    [
      'holding longer than the plan',
      [`${EXPECT}.reachedRate.holdSeconds=70`],
      /--set .*holdSeconds": expected at most the 6\d s for which the phases hold 1,000 requests\/s .*, found 70 s; lower it/,
    ],
    [
      'a rate above the peak',
      [`${EXPECT}.reachedRate.rps=1011`],
      /reachedRate\.rps": expected at most the peak of the phases \(1,000 requests\/s\), found 1,011/,
    ],
    [
      'as many instances as the load begins with',
      [`${EXPECT}.scaledOut.fromInstances=2`],
      /wine\.yml, line 20: .*atLeastInstances": expected more than `fromInstances` \(2\), found 2/,
    ],
    [
      'a share for a percentile',
      [`${EXPECT}.latency.percentile=0.99`],
      /percentile": expected a percentile of at least 1 and below 100, such as 99, found 0\.99; for the 0\.99 quantile write 99\./,
    ],
    [
      'a bound that no answer can exceed',
      [`${EXPECT}.latency.maxMs=10001`],
      /maxMs": expected at most the timeout \(10 s\), found 10 s/,
    ],
    [
      'a scale-out that nobody would wait for',
      [`${EXPECT}.scaledOut.withinSeconds=166`],
      /withinSeconds": expected at most load and settling together \(120 s and 45 s\), found 166 s/,
    ],
    [
      'polls too far apart for the scale-out',
      ['scaleproof.watch.pollSeconds=40'],
      /pollSeconds": expected at most half of `expect\.scaledOut\.withinSeconds` \(75 s\), found 40 s/,
    ],
    [
      'polls too far apart for the hold',
      ['scaleproof.watch.pollSeconds=16'],
      /pollSeconds": expected at most half of `expect\.reachedRate\.holdSeconds` \(30 s\)/,
    ],
    [
      'metrics read once',
      ['scaleproof.watch.metricPollSeconds=200'],
      /metricPollSeconds": expected at most load and settling/,
    ],
    [
      'a period that CloudWatch does not have',
      ['scaleproof.watch.periodSeconds=45'],
      /periodSeconds": expected a period that CloudWatch has .*, found 45/,
    ],
    [
      'a period longer than the load',
      ['scaleproof.watch.periodSeconds=1800'],
      /converged": expected a load of at least one metric period \(150 s\), found 120 s/,
    ],
    ...(['throttles', 'coldStarts', 'spillover'] as const).map(
      (key): [string, string[], RegExp] => [
        `every share of ${key}`,
        [`${EXPECT}.${key}.maxShare=1`],
        new RegExp(`${key}\\.maxShare": expected a limit that a run can miss, found 1; .*remove`),
      ],
    ),
    ['no accuracy', [`${EXPECT}.accuracy.minShare=0`], /accuracy\.minShare": expected a limit/],
    ['any rate', [`${EXPECT}.reachedRate.tolerance=1`], /tolerance": expected a limit/],
  ])('%s', async (_, set, message) => {
    await expect(resolve(...set)).rejects.toThrow(message);
  });
});

test('names all of them at once', async () => {
  const both = resolve(`${EXPECT}.latency.percentile=0.5`, `${EXPECT}.reachedRate.rps=2000`);
  await expect(both).rejects.toThrow(/percentile.*\n.*reachedRate\.rps/);
});

test.each([
  ['the whole plan held', [`${EXPECT}.reachedRate.holdSeconds=60`]],
  [
    'the end of a ramp, held within its tolerance',
    [`${EXPECT}.reachedRate={ rps: 1000, holdSeconds: 65, tolerance: 0.1 }`],
  ],
  [
    'a rate that arrives in bursts shorter than the smoothing',
    [
      'phases=[{ duration: 60, arrivalRate: 20 }, { pause: 1 }, { duration: 60, arrivalRate: 20 }]',
      `${EXPECT}.reachedRate={ rps: 16, holdSeconds: 120, tolerance: 0 }`,
    ],
  ],
  ['a bound of the timeout itself', [`${EXPECT}.latency.maxMs=10000`]],
])('accepts %s', async (_, set) => {
  await expect(resolve(...set)).resolves.toBeDefined();
});

test("a load that others send has a plan of their own, but the scenario's other mistakes stay mistakes", async () => {
  const elsewhere = (set: string) =>
    resolveScenario({
      ...{ scenario: 'wine', environment: 'nightly', set: [set], env: NIGHTLY },
      loadElsewhere: true,
    });
  await expect(elsewhere(`${EXPECT}.reachedRate.rps=9000`)).resolves.toBeDefined();
  await expect(elsewhere(`${EXPECT}.latency.percentile=0.9`)).rejects.toThrow(/percentile of at/);
});

test('a scenario without a written expectation asks nothing, whatever the defaults are', async () => {
  expect((await resolve(`${EXPECT}=`)).asksNothing).toBe(true);
  expect((await resolve(`${EXPECT}={ errors: { maxShare: 0.01 } }`)).asksNothing).toBeUndefined();
});

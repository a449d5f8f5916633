/** Calls to AWS that are throttled half the time change no verdict, with real processes. */
import { describe, expect, test } from 'vitest';
import { QUICK } from './quick-settings.ts';
import { HALF_THROTTLED, outcomesOf, verdictOf } from './verdict-of.ts';

/** Lambda with some environments kept warm, before an endpoint of one or two instances. */
const DOG_A = [
  'phases=[{ duration: 2, arrivalRate: 1 }, { duration: 16, arrivalRate: 3 }]',
  'scaleproof.standIn.timeCompression=60',
  'scaleproof.standIn.instance.provisioningSeconds=120',
  'scaleproof.watch.pollSeconds=0.2',
  'scaleproof.watch.metricPollSeconds=0.4',
  'scaleproof.expect.reachedRate={ rps: 3, holdSeconds: 3, minInstances: 2, tolerance: 0.4 }',
  'scaleproof.expect.scaledOut={ fromInstances: 1, atLeastInstances: 2, withinSeconds: 30 }',
  'scaleproof.expect.latency={ percentile: 50, maxMs: 5000, over: run }',
  'scaleproof.expect.generatorLag.p99Ms=2000',
  // Shares of 50 requests: one cold start more is two in a hundred.
  'scaleproof.expect.coldStarts.maxShare=0.5',
  'scaleproof.expect.spillover.maxShare=0.5',
  'scaleproof.settle.maxSeconds=60',
];

/** One instance that nothing scales. */
const ONE_INSTANCE = [
  'phases=[{ duration: 2, arrivalRate: 5, rampTo: 30 }, { duration: 10, arrivalRate: 30 }]',
  'scaleproof.standIn.timeCompression=60',
  'scaleproof.watch.pollSeconds=0.2',
  'scaleproof.watch.metricPollSeconds=0.4',
  'scaleproof.expect.reachedRate={ rps: 30, holdSeconds: 3, tolerance: 0.2 }',
  'scaleproof.expect.latency={ percentile: 50, maxMs: 5000, over: run }',
  'scaleproof.expect.accuracy.minShare=0.9',
  'scaleproof.expect.generatorLag.p99Ms=2000',
  'scaleproof.settle.maxSeconds=60',
];

/** The same load as that of dog-a; two executions are too few for it. */
const DOG_B = [
  ...DOG_A,
  'scaleproof.expect.throttles.maxShare=0',
  'scaleproof.expect.errors.maxShare=0',
];

describe.each([
  ['wine', 'pass', QUICK],
  ['iris', 'pass', ONE_INSTANCE],
  ['car', 'pass', ONE_INSTANCE],
  ['dog-a', 'pass', DOG_A],
  ['dog-b', 'fail', DOG_B],
] as const)('%s, half of all calls throttled', (system, status, settings) => {
  test('the same verdict, check by check, as without', async () => {
    const [plain, half] = await Promise.all([
      verdictOf(system, settings),
      verdictOf(system, [...settings, HALF_THROTTLED]),
    ]);
    expect(plain.status).toBe(status);
    expect(half.caveats.join()).toMatch(/was throttled/);
    expect(plain.caveats.join()).not.toMatch(/was throttled/);
    expect(outcomesOf(half)).toEqual(outcomesOf(plain));
  });
});

/** Calls to AWS that are throttled half the time cost certainty about nothing that decides. */
import merge from 'lodash/merge.js';
import { expect, test } from 'vitest';
import type { LabRun } from './lab-scenario.ts';
import { observe } from './matrix-case.ts';

const hold = (rps: number) => [
  { name: 'ramp', durationSeconds: 120, startRps: 1, endRps: rps },
  { name: 'hold', durationSeconds: 600, startRps: rps, endRps: rps },
];

/** One of each kind of scaling. */
const KINDS: Readonly<Record<string, LabRun>> = {
  'instances under target tracking': {},
  'instances without a policy': {
    withoutPolicy: true,
    phases: hold(20),
    expect: { reachedRate: { rps: 20, holdSeconds: 300 }, latency: { maxMs: 400, over: 'run' } },
  },
  'concurrency of a Lambda function': {
    system: 'dog-a',
    phases: hold(4),
    expect: { throttles: {}, spillover: { maxShare: 0.1 }, concurrency: {} },
    scaleproof: {
      watch: { endpointName: 'dog-a', functionName: 'dog-a:1' },
      standIn: {
        lambda: { reservedConcurrency: 6, provisionedConcurrency: 3 },
        instance: { concurrency: 2, serviceTimeMs: 200 },
      },
    },
  },
  'a serverless endpoint': {
    phases: hold(10),
    expect: {
      throttles: {},
      coldStarts: { maxShare: 0.05 },
      latency: { maxMs: 1_000, over: 'run' },
    },
    scaleproof: { standIn: { serverless: { maxConcurrency: 10, coldStartMs: 500 } } },
  },
};

test.each(Object.entries(KINDS))('%s: the same verdict', async (_kind, run) => {
  const throttled = { standIn: { faults: { apis: { throttledShare: 0.5 } } } };
  const plain = await observe(run);
  const half = await observe({ ...run, scaleproof: merge({}, run.scaleproof, throttled) });
  expect(plain.observed.status).toBe('pass');
  expect(half.verdict.caveats.join()).toMatch(/thrott/);
  expect(half.observed).toEqual(plain.observed);
});

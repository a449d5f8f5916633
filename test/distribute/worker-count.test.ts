import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWorkers } from '../../src/distribute/worker-count.ts';
import { buildPlan, buildShare } from '../../src/load/plan.ts';
import { MAX_WORKERS, type WorkerPlatform } from '../../src/record/distribution.ts';
import type { Engine } from '../../src/scenario/engine-names.ts';
import type { Phase } from '../../src/scenario/schema.ts';

const hold = (rps: number, durationSeconds = 60): Phase[] => [
  { name: 'hold', durationSeconds, startRps: rps, endRps: rps },
];

test.each<[WorkerPlatform, Engine, number]>([
  ['k6-operator', 'k6', 50],
  ['fargate', 'artillery', 10],
  ['lambda', 'artillery', 20],
  ['processes', 'artillery', 5],
  ['processes', 'k6', 50],
])('50,000/s take on %s with %s %i workers', (platform, engine, workers) => {
  const counted = countWorkers({ platform, engine, phases: hold(50_000) });
  expect(counted.workers).toBe(workers);
  expect(counted.peakRps).toBe(50_000 / workers);
  expect(counted.isBeyondDefault).toBe(false);
});

describe('a flag takes the place of the default', () => {
  const asked = { platform: 'fargate', engine: 'artillery', phases: hold(10_000) } as const;

  test('--rps-per-worker', () => {
    expect(countWorkers({ ...asked, rpsPerWorker: 900 })).toMatchObject({
      workers: 12,
      rpsPerWorker: 900,
      why: '--rps-per-worker',
    });
  });

  test('--workers, even fewer than the default would have', () => {
    expect(countWorkers({ ...asked, workers: 1 })).toMatchObject({
      workers: 1,
      rpsPerWorker: 10_000,
      isBeyondDefault: true,
    });
  });

  test('both, where they agree', () => {
    expect(countWorkers({ ...asked, workers: 4, rpsPerWorker: 2_500 }).workers).toBe(4);
  });

  test.each([
    [
      { workers: 4, rpsPerWorker: 2_000 },
      '--workers 4 at --rps-per-worker 2000 send 8,000 requests/s, but the plan peaks at 10,000 requests/s; leave out one of the two, or raise it.',
    ],
    [
      { rpsPerWorker: 9 },
      /needs 1,112 workers of 9 requests\/s each, more than 1,000; raise --rps-per-worker/,
    ],
  ])('%j is refused', (flags, message) => {
    expect(() => countWorkers({ ...asked, ...flags })).toThrow(message);
  });

  test('more workers than requests are refused', () => {
    const few = { ...asked, phases: hold(1, 3), workers: 4 };
    expect(() => countWorkers(few)).toThrow(
      'The plan has 3 requests for 4 workers, so some would send nothing; lower --workers.',
    );
  });
});

const rps = fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 300, noNaN: true }));
const phase = fc.record({
  name: fc.constant('phase'),
  durationSeconds: fc.double({ min: 0.5, max: 20, noNaN: true }),
  startRps: rps,
  endRps: rps,
});

test('the shares of any number of workers are the plan: every request once, at its own time', () => {
  fc.assert(
    fc.property(
      fc.array(phase, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: MAX_WORKERS }),
      (phases, workers) => {
        const plan = buildPlan(phases);
        let requests = 0;
        for (let worker = 1; worker <= workers; worker += 1) {
          const share = buildShare(phases, worker, workers);
          requests += share.count;
          for (let index = 0; index < share.count; index += 1) {
            const whole = plan.intendedMs(index * workers + worker - 1);
            if (share.intendedMs(index) !== whole) {
              throw new Error(`request ${index} of worker ${worker} is not the plan's`);
            }
          }
        }
        expect(requests).toBe(plan.count);
      },
    ),
    { numRuns: 100 },
  );
});

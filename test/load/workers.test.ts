import { describe, expect, test } from 'vitest';
import { meet } from '../../src/load/artillery-engine/meeting.ts';
import { agreeOnZero, divideAmongFewest } from '../../src/load/artillery-engine/workers.ts';
import type { Phase } from '../../src/scenario/schema.ts';

function constant(rps: number): Phase {
  return { name: 'hold', durationSeconds: 10, startRps: rps, endRps: rps };
}

const NEVER = new AbortController().signal;
const numbers = (workers: number) => Array.from({ length: workers }, (_, index) => index + 1);

describe('a meeting', () => {
  test('gives each worker all values, even a late one', async () => {
    const come = (worker: number) =>
      meet({ topic: 'late', worker, workers: 3, value: `from ${worker}` });
    const [first, second] = [come(3), come(1)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    const all = ['from 1', 'from 2', 'from 3'];
    expect(await Promise.all([first, second, come(2)])).toEqual([all, all, all]);
  });

  test('does not wait forever for a missing worker', async () => {
    const come = (worker: number) =>
      meet({ topic: 'absent', worker, workers: 3, value: null, waitMs: 500 });
    const waiting = await Promise.allSettled([come(1), come(3)]);
    expect(waiting).toMatchObject(
      waiting.map(() => ({
        status: 'rejected',
        reason: { message: 'only 2 of 3 workers were ready after 0.5 s' },
      })),
    );
  });

  test('ends when the load is stopped', async () => {
    const stopping = new AbortController();
    const waiting = meet({
      ...{ topic: 'stopped', worker: 1, workers: 2, value: 'here' },
      signal: stopping.signal,
    });
    stopping.abort();
    expect(await waiting).toEqual(['here']);
  });
});

test('reassembles the phases that Artillery divided, for as few workers as possible', async () => {
  // Whole numbers, as Artillery divides 10/s among seven.
  const parts = [2, 2, 2, 1, 1, 1, 1];
  const shares = await Promise.all(
    numbers(7).map((worker) =>
      divideAmongFewest({
        ...{ worker, totalWorkers: 7, isWhole: false, rpsPerWorker: 4 },
        phases: [constant(parts[worker - 1]!)],
      }),
    ),
  );
  const phases = [constant(10)];
  expect(shares).toEqual([
    ...[1, 2, 3].map((worker) => ({ phases, worker, totalWorkers: 3 })),
    ...[null, null, null, null],
  ]);
});

test('never uses more workers than Artillery started', async () => {
  const phases = [constant(1_000)];
  const share = { worker: 2, totalWorkers: 2, phases, isWhole: true, rpsPerWorker: 1 };
  expect(await divideAmongFewest(share)).toEqual({ phases, worker: 2, totalWorkers: 2 });
});

test('all start at one time, after the last is ready', async () => {
  const early = [1, 2].map((worker) => agreeOnZero({ worker, totalWorkers: 3 }, NEVER));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const readyMs = Date.now();
  const times = await Promise.all([...early, agreeOnZero({ worker: 3, totalWorkers: 3 }, NEVER)]);
  expect(new Set(times.map(({ monotonicMs }) => monotonicMs)).size).toBe(1);
  expect(new Set(times.map(({ epochMs }) => epochMs)).size).toBe(1);
  expect(times[0]!.epochMs).toBeGreaterThanOrEqual(readyMs);
});

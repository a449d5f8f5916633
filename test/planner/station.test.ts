import { describe, expect, test } from 'vitest';
import { measureStation, type StationSettings } from '../../src/planner/measure-station.ts';

const settings: StationSettings = {
  concurrency: 1,
  queue: 100_000,
  sigma: 0.35,
  routing: 'random',
  arrivals: 'random',
  instances: 1,
};

const levelAt = (changed: Partial<StationSettings>, utilization: number) =>
  measureStation({ ...settings, ...changed }).levels.find(
    (level) => level.utilization === utilization,
  )!;

/** Pollaczek and Khinchine: requests held by one slot whose arrivals are Poisson. */
function heldByOneSlot(utilization: number, sigma: number): number {
  const squaredVariation = Math.exp(sigma ** 2) - 1;
  return utilization + (utilization ** 2 * (1 + squaredVariation)) / (2 * (1 - utilization));
}

/** Erlang's formula for the share refused without a queue; it holds for every service time. */
function refusedWithoutQueue(slots: number, load: number): number {
  let share = 1;
  for (let slot = 1; slot <= slots; slot += 1) share = (load * share) / (slot + load * share);
  return share;
}

describe('steady states agree with what is known of queues', () => {
  test.each([
    [0.5, 0.35],
    [0.7, 0.35],
    [0.7, 1],
    [0.86, 0.35],
  ])('one slot, %d busy, sigma %d: Pollaczek and Khinchine', (utilization, sigma) => {
    const { held } = levelAt({ sigma }, utilization);
    const expected = heldByOneSlot(utilization, sigma);
    expect(Math.abs(held / expected - 1)).toBeLessThan(sigma === 1 ? 0.1 : 0.05);
  });

  test.each([
    [4, 0.5, 0.35],
    [4, 1, 0.35],
    [8, 0.7, 1],
  ])('%d slots without a queue, %d busy, sigma %d: Erlang', (slots, utilization, sigma) => {
    const { refusedShare } = levelAt({ concurrency: slots, queue: 0, sigma }, utilization);
    expect(refusedShare).toBeCloseTo(refusedWithoutQueue(slots, slots * utilization), 1.7);
  });

  test('evenly paced requests of constant length never wait', () => {
    const { latencies } = levelAt({ arrivals: 'paced', sigma: 0, concurrency: 3 }, 0.98);
    expect(latencies[0]).toBeCloseTo(1, 6);
    expect(latencies.at(-1)).toBeCloseTo(1, 6);
  });

  test('evenly paced requests wait the more, the more instances they are spread over at random', () => {
    const held = [1, 2, 10].map((instances) => levelAt({ arrivals: 'paced', instances }, 0.9).held);
    expect(held).toEqual(held.toSorted((a, b) => a - b));
    expect(held.at(-1)!).toBeGreaterThan(2 * held[0]!);
  });

  test('to the least outstanding is better than at random', () => {
    const held = (['least-outstanding', 'random'] as const).map(
      (routing) => levelAt({ routing, instances: 4 }, 0.9).held,
    );
    expect(held[0]!).toBeLessThan(held[1]! / 2);
  });
});

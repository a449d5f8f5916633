import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededChance } from '../../src/simulation/chance.ts';
import { Fleet } from '../../src/simulation/fleet.ts';
import type { Arrival, Chance } from '../../src/simulation/fleet-effects.ts';
import type { FleetSettings } from '../../src/simulation/settings.ts';

const settings: FleetSettings = {
  initialInstances: 1,
  routing: 'random',
  instance: {
    concurrency: 2,
    queue: 3,
    provisioningMs: 270_000,
    trafficDelayMs: 0,
    warmUpMs: 0,
    warmUpFactor: 3,
  },
};
const instance = settings.instance;
/** Every request takes equally long; routing takes turns among up to six instances. */
function constant(serviceMs = 10): Chance {
  let turn = 0;
  return { uniform: () => (turn++ % 6) / 6, fault: () => 0, serviceMs: () => serviceMs };
}
const served = (arrival: Arrival) => {
  if (arrival.outcome !== 'served') throw new Error('rejected');
  return arrival;
};

describe('one instance', () => {
  test('serves as many at once as it has slots, then queues, then rejects', () => {
    const fleet = new Fleet(settings, constant());
    const arrivals = Array.from({ length: 6 }, () => fleet.arrive(0));
    expect(
      arrivals.map((a) => (a.outcome === 'served' ? [a.startMs, a.completeMs] : null)),
    ).toEqual([[0, 10], [0, 10], [10, 20], [10, 20], [20, 30], null]);
    expect(fleet.arrive(10)).toMatchObject({ outcome: 'served', startMs: 20 });
  });

  test('with no queue takes a request only when a slot is free', () => {
    const fleet = new Fleet({ ...settings, instance: { ...instance, queue: 0 } }, constant());
    const outcomes = [0, 0, 9.9, 10, 10, 10].map((atMs) => fleet.arrive(atMs).outcome);
    expect(outcomes).toEqual(['served', 'served', 'rejected', 'served', 'served', 'rejected']);
  });

  test('is slow while it warms up, and only a new one does', () => {
    const warming = { ...instance, provisioningMs: 100, warmUpMs: 50 };
    const fleet = new Fleet({ ...settings, instance: warming }, constant());
    expect(served(fleet.arrive(0)).completeMs).toBe(10);
    fleet.setDesired(2, 0);
    fleet.advance(100);
    const durationOnNew = (atMs: number) => {
      const both = [fleet.arrive(atMs), fleet.arrive(atMs), fleet.arrive(atMs), fleet.arrive(atMs)];
      const { startMs, completeMs } = served(both.find(({ instanceId }) => instanceId === 2)!);
      return completeMs - startMs;
    };
    expect([100, 149, 200, 250].map(durationOnNew)).toEqual([30, 30, 10, 10]);
  });
});

describe('a new instance', () => {
  const late = { ...instance, provisioningMs: 100, trafficDelayMs: 50 };
  const twoFrom = (routing: FleetSettings['routing']) => {
    const fleet = new Fleet({ ...settings, routing, instance: late }, constant());
    fleet.setDesired(2, 0);
    return fleet;
  };
  const idsOf = (fleet: Fleet, atMs: number) => [
    ...new Set(Array.from({ length: 4 }, () => served(fleet.arrive(atMs)).instanceId)),
  ];

  test.each(['random', 'least-outstanding'] as const)(
    'counts as in service before it is sent requests (%s)',
    (routing) => {
      const fleet = twoFrom(routing);
      fleet.advance(100);
      expect([fleet.inService, fleet.status]).toEqual([2, 'InService']);
      expect(idsOf(fleet, 149)).toEqual([1]);
      fleet.advance(150);
      expect(idsOf(fleet, 250).toSorted()).toEqual([1, 2]);
    },
  );

  test('begins to be sent requests once, and the endpoint settles without waiting for that', () => {
    const fleet = twoFrom('random');
    const told = [fleet.advance(120), fleet.advance(200), fleet.advance(300)];
    expect(told.map((effects) => effects.map(({ type, atMs }) => [type, atMs]))).toEqual([
      [
        ['in-service', 100],
        ['settled', 100],
      ],
      [['taking-traffic', 150]],
      [],
    ]);
  });

  test('that leaves before its first request is forgotten', () => {
    const fleet = twoFrom('random');
    fleet.advance(100);
    fleet.setDesired(1, 110);
    fleet.advance(110);
    expect(fleet.nextDueMs).toBe(Number.POSITIVE_INFINITY);
    expect(idsOf(fleet, 200)).toEqual([1]);
  });

  test('is sent requests at once where there is no other', () => {
    const fleet = new Fleet({ ...settings, initialInstances: 0, instance: late }, constant());
    fleet.setDesired(1, 0);
    fleet.advance(100);
    expect(idsOf(fleet, 101)).toEqual([1]);
  });
});

/** The textbook queue, by brute force: one instance, c slots, FIFO, at most q waiting. */
function reference(arrivals: readonly { atMs: number; serviceMs: number }[], c: number, q: number) {
  const accepted: { startMs: number; completeMs: number }[] = [];
  return arrivals.map(({ atMs, serviceMs }) => {
    const waiting = accepted.filter(({ startMs }) => startMs > atMs).length;
    const busy = accepted.filter((a) => a.startMs <= atMs && a.completeMs > atMs).length;
    if (busy >= c && waiting >= q) return null;
    let startMs = atMs;
    const ends = accepted.map(({ completeMs }) => completeMs).sort((a, b) => a - b);
    for (const end of [atMs, ...ends.filter((ms) => ms > atMs)]) {
      startMs = end;
      if (accepted.filter((a) => a.completeMs > end).length < c) break;
    }
    const request = { startMs, completeMs: startMs + serviceMs };
    accepted.push(request);
    return request;
  });
}

const requests = fc.array(
  fc.record({ gapMs: fc.integer({ min: 0, max: 8 }), serviceMs: fc.integer({ min: 1, max: 40 }) }),
  { maxLength: 120 },
);

test('an arrival resolved at once is what a queue simulated step by step would give', () => {
  fc.assert(
    fc.property(
      requests,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 5 }),
      (gaps, concurrency, queue) => {
        let atMs = 0;
        const arrivals = gaps.map(({ gapMs, serviceMs }) => {
          atMs += gapMs;
          return { atMs, serviceMs };
        });
        const times = arrivals.map(({ serviceMs }) => serviceMs);
        let next = 0;
        const fleet = new Fleet(
          { ...settings, instance: { ...instance, concurrency, queue } },
          { uniform: () => 0, fault: () => 0, serviceMs: () => times[next++]! },
        );
        const actual = arrivals.map((arrival) => {
          const result = fleet.arrive(arrival.atMs);
          if (result.outcome === 'rejected') return null;
          return { startMs: result.startMs, completeMs: result.completeMs };
        });
        expect(actual).toEqual(reference(arrivals, concurrency, queue));
      },
    ),
  );
});

test('no more than the slots run and no more than the queue wait, on any instance at any time', () => {
  fc.assert(
    fc.property(
      requests,
      fc.constantFrom('random' as const, 'least-outstanding' as const),
      fc.integer(),
      (gaps, routing, seed) => {
        const fleet = new Fleet(
          { ...settings, routing, initialInstances: 3 },
          seededChance(seed, { medianMs: 12, sigma: 0.8 }),
        );
        let atMs = 0;
        const all = gaps.map(({ gapMs }) => {
          atMs += gapMs;
          return { atMs, ...fleet.arrive(atMs) };
        });
        const ours = all.filter((arrival) => arrival.outcome === 'served');
        for (const { atMs: now, instanceId } of ours) {
          const here = ours.filter((a) => a.instanceId === instanceId && a.atMs <= now);
          const running = here.filter((a) => a.startMs <= now && a.completeMs > now);
          const waiting = here.filter((a) => a.startMs > now);
          expect(running.length).toBeLessThanOrEqual(instance.concurrency);
          expect(waiting.length).toBeLessThanOrEqual(instance.queue);
        }
        // First in, first out: starts on an instance never go back.
        for (const id of [1, 2, 3]) {
          const starts = ours.filter((a) => a.instanceId === id).map(({ startMs }) => startMs);
          expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        }
      },
    ),
  );
});

describe('changing the number of instances', () => {
  test('scale-out provisions, keeps serving, and brings instances in after the provisioning time', () => {
    const fleet = new Fleet(settings, constant());
    expect(fleet.setDesired(3, 1000)?.map(({ type }) => type)).toEqual([
      'desired-changed',
      'provisioning-started',
      'provisioning-started',
    ]);
    expect([fleet.status, fleet.inService, fleet.desired]).toEqual(['Updating', 1, 3]);
    expect(fleet.advance(270_999)).toEqual([]);
    expect(fleet.nextDueMs).toBe(271_000);
    expect(fleet.advance(300_000)).toMatchObject([
      { type: 'in-service', atMs: 271_000, inService: 2 },
      { type: 'taking-traffic', atMs: 271_000, inService: 2 },
      { type: 'in-service', atMs: 271_000, inService: 3 },
      { type: 'taking-traffic', atMs: 271_000, inService: 3 },
      { type: 'settled', atMs: 271_000 },
    ]);
    expect([fleet.status, fleet.inService]).toEqual(['InService', 3]);
  });

  test('an update is refused while another is under way', () => {
    const fleet = new Fleet(settings, constant());
    fleet.setDesired(2, 0);
    expect(fleet.setDesired(3, 10)).toBeUndefined();
    expect(fleet.desired).toBe(2);
  });

  test('scale-in takes instances out of routing at once and stops them when they are done', () => {
    const fleet = new Fleet({ ...settings, initialInstances: 3 }, constant(500));
    for (let i = 0; i < 6; i++) fleet.arrive(0);
    fleet.setDesired(1, 100);
    expect([fleet.inService, fleet.status]).toEqual([1, 'Updating']);
    for (let i = 0; i < 3; i++) expect(fleet.arrive(100).instanceId).toBe(1);
    const effects = fleet.advance(10_000);
    const stopped = effects.filter(({ type }) => type === 'instance-stopped');
    expect(stopped.map(({ atMs }) => atMs)).toEqual([500, 500]);
    expect(effects.at(-1)).toMatchObject({ type: 'settled', atMs: 500 });
  });

  test('an idle instance stops at the very moment it is asked to', () => {
    const fleet = new Fleet({ ...settings, initialInstances: 2 }, constant());
    fleet.setDesired(1, 77);
    expect(fleet.nextDueMs).toBe(77);
    expect(fleet.advance(77).map(({ type }) => type)).toEqual(['instance-stopped', 'settled']);
  });
});

describe('routing', () => {
  const shares = (routing: FleetSettings['routing'], gapMs: number) => {
    const fleet = new Fleet(
      { routing, initialInstances: 4, instance: { ...instance, queue: 1000 } },
      seededChance(7, { medianMs: 10, sigma: 0.3 }),
    );
    const counts = [0, 0, 0, 0];
    let waitedMs = 0;
    for (let i = 0; i < 8000; i++) {
      const arrival = served(fleet.arrive(i * gapMs));
      counts[arrival.instanceId - 1]! += 1;
      waitedMs += arrival.startMs - i * gapMs;
    }
    return { counts, waitedMs };
  };

  test('spreads requests evenly, at random as well as by outstanding requests', () => {
    for (const routing of ['random', 'least-outstanding'] as const) {
      for (const count of shares(routing, 100).counts) {
        expect(count).toBeGreaterThan(1800);
        expect(count).toBeLessThan(2200);
      }
    }
  });

  test('by outstanding requests waits less than at random under load', () => {
    const random = shares('random', 1.7).waitedMs;
    expect(shares('least-outstanding', 1.7).waitedMs).toBeLessThan(random / 2);
  });
});

test('the same seed gives the same requests, another seed others', () => {
  const times = (seed: number) => {
    const chance = seededChance(seed, { medianMs: 8, sigma: 0.35 });
    return Array.from({ length: 50 }, () => chance.serviceMs());
  };
  expect(times(1)).toEqual(times(1));
  expect(times(1)).not.toEqual(times(2));
});

test('service times have the median and the spread that were asked for', () => {
  const chance = seededChance(42, { medianMs: 8, sigma: 0.35 });
  const logs = Array.from({ length: 20_000 }, () => Math.log(chance.serviceMs()));
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length);
  // Four standard errors of a mean of 20,000 with sigma 0.35.
  expect(Math.abs(mean - Math.log(8))).toBeLessThan(0.01);
  expect(Math.abs(sd - 0.35)).toBeLessThan(0.01);
  const fixed = seededChance(1, { medianMs: 8, sigma: 0 });
  expect([fixed.serviceMs(), fixed.serviceMs()]).toEqual([8, 8]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FluidFleet, type FluidSink } from '../../src/planner/fluid-fleet.ts';
import { Stations } from '../../src/planner/measure-station.ts';
import type { FleetSettings } from '../../src/simulation/settings.ts';

const NOWHERE: FluidSink = { accepted() {} };
const SERVICE_MS = 50;

/** By routing and queue: measured once. */
const stations = new Map<string, Stations>();

function fleetOf(routing: FleetSettings['routing'], queue: number, instances: number): FluidFleet {
  const key = `${routing} ${queue}`;
  const known =
    stations.get(key) ??
    new Stations({ concurrency: 2, queue, sigma: 0.35, routing, arrivals: 'random' });
  stations.set(key, known);
  const instance = {
    ...{ concurrency: 2, queue, provisioningMs: 0, trafficDelayMs: 0 },
    ...{ warmUpMs: 5_000, warmUpFactor: 3 },
  };
  const fleet = { initialInstances: instances, routing, instance };
  return new FluidFleet(
    { fleet, meanServiceMs: SERVICE_MS, stepMs: 1_000, stations: known },
    instances,
  );
}

const routings = fc.constantFrom<FleetSettings['routing'][]>('random', 'least-outstanding');
const queues = fc.constantFrom(0, 3, 40, 500);
/** Requests of a step, and how many instances take them. */
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 5 })), {
  minLength: 1,
  maxLength: 60,
});

describe('the requests of a fleet', () => {
  test('are answered, refused or waiting, and no other', () => {
    fc.assert(
      fc.property(routings, queues, steps, (routing, queue, each) => {
        const fleet = fleetOf(routing, queue, 2);
        each.forEach(([arrived, instances], index) => {
          fleet.follow(instances, index * 1_000);
          const refused = fleet.step(arrived, index * 1_000, NOWHERE);
          expect(refused).toBeGreaterThanOrEqual(0);
          expect(refused).toBeLessThanOrEqual(arrived + 1e-6);
          const { waiting, ...totals } = fleet.totals;
          expect(waiting).toBeGreaterThanOrEqual(0);
          expect(totals.answered + totals.refused + waiting).toBeCloseTo(totals.arrived, 4);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('never exceed what slots and queues hold', () => {
    fc.assert(
      fc.property(routings, queues, steps, (routing, queue, each) => {
        const fleet = fleetOf(routing, queue, 3);
        each.forEach(([arrived], index) => {
          fleet.step(arrived, index * 1_000, NOWHERE);
          expect(fleet.totals.waiting).toBeLessThanOrEqual(3 * (2 + queue) + 1e-6);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('are all answered in the end', () => {
    const fleet = fleetOf('random', 500, 2);
    for (let second = 0; second < 10; second += 1) fleet.step(200, second * 1_000, NOWHERE);
    expect(fleet.totals.waiting).toBeGreaterThan(800);
    fleet.follow(1, 10_000);
    for (let second = 10; second < 60; second += 1) fleet.step(0, second * 1_000, NOWHERE);
    const { arrived, answered, refused, waiting } = fleet.totals;
    expect(waiting).toBeLessThan(0.01);
    expect(answered + refused).toBeCloseTo(arrived, 1);
  });

  test('a backlog waits for its own instance, unless routing prefers the new one', () => {
    const backlogAfter = (routing: FleetSettings['routing']) => {
      const fleet = fleetOf(routing, 500, 1);
      // One instance answers 40 a second.
      for (let second = 0; second < 10; second += 1) fleet.step(70, second * 1_000, NOWHERE);
      fleet.follow(2, 10_000);
      // Two answer 70 easily, once the new one is warm.
      for (let second = 10; second < 40; second += 1) fleet.step(70, second * 1_000, NOWHERE);
      return fleet.totals.waiting;
    };
    expect(backlogAfter('random')).toBeGreaterThan(100);
    expect(backlogAfter('least-outstanding')).toBeLessThan(backlogAfter('random'));
  });
});

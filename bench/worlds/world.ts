/** A random world: a load, an endpoint under a policy, what is expected of it, and what is wrong with it. */
import merge from 'lodash/merge.js';
import type { LabRun } from '../../test/matrix/lab-scenario.ts';
import { DEFECTS } from './defects.ts';
import { type Draw, drawFrom } from './draw.ts';

type Configuration = NonNullable<LabRun['scaleproof']>;
type Expect = NonNullable<LabRun['expect']>;

export interface World {
  readonly seed: number;
  readonly run: LabRun;
  /** Names of the defects that were injected; none in a world with nothing wrong. */
  readonly defects: readonly string[];
}

/** Nothing is wrong in a third of the worlds, two things in a tenth. */
const SHARES = { healthy: 0.35, two: 0.1 };
/** Bounds what a world costs to run: requests of its load. */
const MOST_REQUESTS = 12_000;

export function worldOf(seed: number): World {
  const draw = drawFrom(seed);
  const compression = draw.one([1, 1, 1, 4, 12]);
  const initial = draw.chance(0.8) ? 1 : 2;
  const maxCapacity = initial + draw.whole(1, 3);
  const hold = draw.between(700, 1_800) / compression;
  const ramp = (draw.chance(0.3) ? 1 : draw.between(60, 800)) / compression;
  const after = draw.chance(0.2) ? draw.between(600, 1_500) / compression : 0;
  const peakRps = Math.min(
    draw.logBetween(6, 45) * (compression === 1 ? 1 : 2),
    MOST_REQUESTS / (hold + ramp / 2),
  );
  // Instances that the peak needs under the policy; below the first number nothing is to happen.
  const needed = draw.chance(0.1)
    ? draw.between(0.4, 0.95) * initial
    : draw.between(initial + 0.05, maxCapacity + 0.2);
  const targetRps = peakRps / needed;
  const concurrency = draw.whole(1, 8);
  const sigma = draw.between(0, 0.6);
  const headroom = draw.logBetween(1.25, 4);
  const serviceTimeMs = (concurrency * 1_000) / (targetRps * headroom) / Math.exp(sigma ** 2 / 2);
  const rest = { peakRps, hold, ramp, after };
  const loadSeconds = ramp + hold + after;
  const sizes = { compression, targetRps, peakRps, maxCapacity, concurrency, loadSeconds };
  const base: Configuration = {
    watch: {
      endpointName: 'iris',
      periodSeconds: 60 / compression,
      pollSeconds: compression === 1 ? 5 : 1,
      // Reading all metrics again costs more than anything else in a world.
      metricPollSeconds: 36 / compression,
    },
    settle: draw.chance(0.2)
      ? { untilScaleIn: true, maxSeconds: 3_000 / compression }
      : { maxSeconds: 480 / compression },
    standIn: {
      timeCompression: compression,
      initialInstances: initial,
      routing: draw.one(['random', 'least-outstanding']),
      publishDelaySeconds: draw.between(20, 120),
      policy: {
        minCapacity: initial,
        maxCapacity,
        targetPerMinute: targetRps * 60,
        alarmDatapoints: draw.one([2, 3, 3, 3, 5]),
        scaleOutCooldownSeconds: draw.one([60, 180, 300, 600]),
        scaleInCooldownSeconds: draw.one([120, 300, 600]),
      },
      instance: {
        concurrency,
        queue: Math.round(draw.logBetween(8, 2_000)),
        serviceTimeMs,
        serviceTimeSigma: sigma,
        provisioningSeconds: draw.between(120, 500),
        trafficDelaySeconds: draw.between(0, 50),
      },
    },
  };
  const expect = expectOf(draw, { ...rest, initial, maxCapacity, compression, serviceTimeMs });
  const run: LabRun = { seed, phases: phasesOf(draw, rest), scaleproof: base, expect };
  const defects = draw.chance(SHARES.healthy) ? [] : chosen(draw);
  const changed = defects.reduce<LabRun>(
    (so, defect) => merge({}, so, defect.apply(draw, sizes, so)),
    run,
  );
  return { seed, run: changed, defects: defects.map(({ name }) => name) };
}

function chosen(draw: Draw) {
  const first = draw.one(DEFECTS);
  const second = draw.one(DEFECTS);
  return draw.chance(SHARES.two) && second !== first ? [first, second] : [first];
}

interface Load {
  readonly peakRps: number;
  readonly hold: number;
  readonly ramp: number;
  readonly after: number;
}

/** A ramp and a hold; at times a step before them, and less load after them. */
function phasesOf(draw: Draw, { peakRps, hold, ramp, after }: Load): NonNullable<LabRun['phases']> {
  const startRps = Math.min(peakRps, draw.one([0.5, 1, peakRps / 4]));
  const lower = peakRps * draw.between(0.05, 0.6);
  return [
    { name: 'ramp', durationSeconds: Math.round(ramp), startRps, endRps: peakRps },
    { name: 'hold', durationSeconds: Math.round(hold), startRps: peakRps, endRps: peakRps },
    ...(after === 0
      ? []
      : [{ name: 'after', durationSeconds: Math.round(after), startRps: lower, endRps: lower }]),
  ].filter(({ durationSeconds }) => durationSeconds > 0);
}

interface Asked extends Load {
  readonly initial: number;
  readonly maxCapacity: number;
  readonly compression: number;
  readonly serviceTimeMs: number;
}

function expectOf(draw: Draw, asked: Asked): Expect {
  const { initial, maxCapacity, compression, peakRps, hold, serviceTimeMs } = asked;
  const atLeastInstances = draw.whole(initial + 1, maxCapacity);
  const over = draw.one(['run', 'held-rate'] as const);
  return {
    ...(draw.chance(0.9) && {
      scaledOut: {
        ...(draw.chance(0.8) && { fromInstances: initial }),
        atLeastInstances,
        withinSeconds: draw.between(300, 1_200) / compression,
      },
    }),
    ...(draw.chance(0.8) && {
      reachedRate: {
        rps: peakRps * draw.between(0.7, 1),
        holdSeconds: hold * draw.between(0.1, 0.8),
        minInstances: draw.whole(1, atLeastInstances),
        tolerance: draw.one([0.01, 0.05]),
      },
    }),
    ...(draw.chance(0.9) && {
      latency: {
        percentile: draw.one([95, 99]),
        maxMs: serviceTimeMs * draw.logBetween(2, 40),
        over,
      },
    }),
    errors: { maxShare: draw.one([0.001, 0.01, 0.05]) },
    ...(draw.chance(0.7) && { accuracy: { minShare: draw.one([0.9, 0.96]) } }),
    ...(draw.chance(0.7) && { converged: {} }),
  };
}

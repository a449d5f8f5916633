/** Runs of stand-ins with known settings: calm, then more than one instance carries, then scaled out. */
import { randomLcg, randomUniform } from 'd3-random';
import { type LabRun, step } from './lab-scenario.ts';

export interface KnownWorld {
  readonly name: string;
  readonly run: LabRun;
}

interface Known {
  readonly concurrency: number;
  readonly serviceTimeMs: number;
  readonly serviceTimeSigma: number;
  readonly queue: number;
  readonly provisioningSeconds: number;
  readonly trafficDelaySeconds: number;
  readonly warmUpSeconds: number;
  readonly warmUpFactor: number;
  readonly overheadMs: number;
  readonly publishDelaySeconds: number;
  readonly alarmDatapoints: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly maxCapacity: number;
}

const USUAL: Known = {
  concurrency: 4,
  serviceTimeMs: 100,
  serviceTimeSigma: 0.35,
  queue: 2_000,
  provisioningSeconds: 240,
  trafficDelaySeconds: 30,
  warmUpSeconds: 0,
  warmUpFactor: 3,
  overheadMs: 0,
  publishDelaySeconds: 60,
  alarmDatapoints: 3,
  scaleOutCooldownSeconds: 300,
  scaleInCooldownSeconds: 300,
  maxCapacity: 4,
};

export const COMPRESSION = 4;

export function worldOf(name: string, changed: Partial<Known>, seed = 1): KnownWorld {
  const known = { ...USUAL, ...changed };
  const { concurrency, serviceTimeMs, serviceTimeSigma: sigma } = known;
  const carries = (1_000 * concurrency) / serviceTimeMs / Math.exp(sigma ** 2 / 2);
  // An instance that is slow at first is told from one that is behind only where it can keep up.
  const peak = (known.warmUpSeconds > 0 ? 0.52 : 1.15) * carries;
  const over = known.warmUpSeconds > 0 ? [step('over', 25, 1.2 * carries)] : [];
  const { publishDelaySeconds, alarmDatapoints, overheadMs, maxCapacity, ...rest } = known;
  const { scaleOutCooldownSeconds, scaleInCooldownSeconds, ...instance } = rest;
  return {
    name,
    run: {
      seed,
      phases: [
        step('calm', 65, 0.08 * carries),
        ...over,
        { name: 'ramp', durationSeconds: 30, startRps: 0.1 * carries, endRps: peak },
        step('hold', 185, peak),
      ],
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 240 },
        latency: { percentile: 95, maxMs: 2_000, over: 'run' },
        errors: { maxShare: 0.01 },
        accuracy: { minShare: 0.9 },
      },
      scaleproof: {
        watch: {
          endpointName: 'iris',
          periodSeconds: 60 / COMPRESSION,
          pollSeconds: 1,
          metricPollSeconds: 2.5,
        },
        settle: { maxSeconds: 60 },
        standIn: {
          timeCompression: COMPRESSION,
          publishDelaySeconds,
          overheadMs,
          policy: {
            minCapacity: 1,
            maxCapacity,
            targetPerMinute: Math.round(24 * carries),
            alarmDatapoints,
            scaleOutCooldownSeconds,
            scaleInCooldownSeconds,
          },
          instance,
        },
      },
    },
  };
}

export const CHOSEN: readonly KnownWorld[] = [
  worldOf('one slot, and a queue that fills', { concurrency: 1, serviceTimeMs: 30, queue: 60 }),
  worldOf('many slots behind a gateway', { concurrency: 12, serviceTimeMs: 250, overheadMs: 60 }),
  worldOf('constant service time, published late', {
    serviceTimeSigma: 0,
    alarmDatapoints: 2,
    publishDelaySeconds: 150,
    scaleOutCooldownSeconds: 60,
  }),
  worldOf('slow at first', { warmUpSeconds: 120, warmUpFactor: 3, serviceTimeSigma: 0.2 }),
  worldOf('slow to come', { provisioningSeconds: 420, trafficDelaySeconds: 48, maxCapacity: 2 }),
];

/** Others than those on which anything was tuned. */
export const DRAWN: readonly KnownWorld[] = [201, 203].map((seed) => {
  const source = randomLcg(seed * 7_919);
  // Neighbouring seeds start with neighbouring values.
  for (let i = 0; i < 16; i += 1) source();
  const uniform = randomUniform.source(source);
  const whole = (from: number, to: number) => Math.floor(uniform(from, to + 1)());
  const concurrency = whole(1, 10);
  const carries = uniform(25, 50)();
  const sigma = uniform(0, 0.5)();
  return worldOf(
    `drawn from seed ${seed}`,
    {
      concurrency,
      serviceTimeMs: (1_000 * concurrency) / carries / Math.exp(sigma ** 2 / 2),
      serviceTimeSigma: sigma,
      queue: whole(40, 400),
      provisioningSeconds: whole(120, 400),
      trafficDelaySeconds: whole(0, 60),
      overheadMs: whole(0, 1) * whole(10, 80),
      publishDelaySeconds: whole(20, 120),
      alarmDatapoints: whole(2, 4),
      scaleInCooldownSeconds: whole(2, 10) * 60,
    },
    seed,
  );
});

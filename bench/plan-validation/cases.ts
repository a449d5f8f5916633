/** Endpoints and traffics that a plan is tried on: easy ones, and those where a fluid may go wrong. */

import { type Arrivals, Stations } from '../../src/planner/measure-station.ts';
import type { Planned } from '../../src/planner/plan-policy.ts';
import { figuresOf, type Traffic } from '../../src/planner/traffic.ts';
import type { Phase } from '../../src/scenario/schema.ts';
import { type StandInInput, standInSchema } from '../../src/scenario/stand-in-config.ts';

export interface Case {
  readonly name: string;
  /** `steady`: constant load, constant count, where latencies are to be within 15 %. */
  readonly kind: 'steady' | 'scaling';
  readonly standIn: StandInInput;
  /** Seconds, requests/s at the start, at the end. */
  readonly phases: readonly (readonly [number, number, number])[];
  readonly arrivals: Arrivals;
  readonly boundMs: number;
}

const steady = (
  name: string,
  instances: number,
  rps: number,
  arrivals: Arrivals,
  instance: StandInInput['instance'],
  routing: 'random' | 'least-outstanding' = 'random',
): Case => ({
  name,
  kind: 'steady',
  standIn: {
    timeCompression: 1,
    initialInstances: instances,
    routing,
    policy: { minCapacity: instances, maxCapacity: instances },
    instance,
  },
  phases: [[1_200, rps, rps]],
  arrivals,
  boundMs: 250,
});

const FOUR_SLOTS = { concurrency: 4, serviceTimeMs: 60, queue: 200, warmUpSeconds: 120 };
const FEW = { minCapacity: 2, maxCapacity: 10, targetPerMinute: 2_000 };
const LAUNCH = [
  [600, 30, 30],
  [300, 30, 500],
  [3_000, 500, 300],
] as const;

export const CASES: readonly Case[] = [
  // 8 slots of 8.5 ms carry 940 requests/s; 4 of 63.8 ms carry 62.7.
  steady('60 % busy, 4 instances, paced', 4, 2_256, 'paced', { concurrency: 8, serviceTimeMs: 8 }),
  steady('90 % busy, 2 instances, paced', 2, 113, 'paced', FOUR_SLOTS),
  steady('90 % busy, 8 instances, at random', 8, 451, 'random', FOUR_SLOTS),
  steady('97 % busy, 4 instances, at random', 4, 243, 'random', FOUR_SLOTS),
  steady('70 % busy, one slot each', 6, 66, 'random', { concurrency: 1, serviceTimeMs: 60 }),
  steady('60 % busy, heavy tail', 3, 55, 'random', {
    ...FOUR_SLOTS,
    serviceTimeMs: 50,
    serviceTimeSigma: 1.2,
  }),
  steady('95 % busy, least outstanding', 6, 357, 'random', FOUR_SLOTS, 'least-outstanding'),
  {
    name: 'the main job (wine, local)',
    kind: 'scaling',
    standIn: {
      timeCompression: 12,
      policy: { minCapacity: 1, maxCapacity: 4, targetPerMinute: 24_000 },
      instance: { concurrency: 8, serviceTimeMs: 8 },
    },
    phases: [
      [60, 10, 1_000],
      [60, 1_000, 1_000],
    ],
    arrivals: 'paced',
    boundMs: 400,
  },
  {
    name: 'overload, full queues',
    kind: 'scaling',
    standIn: {
      timeCompression: 12,
      policy: { minCapacity: 1, maxCapacity: 2, targetPerMinute: 24_000 },
      instance: { concurrency: 8, serviceTimeMs: 8 },
    },
    phases: [
      [60, 10, 2_400],
      [120, 2_400, 2_400],
    ],
    arrivals: 'paced',
    boundMs: 400,
  },
  {
    name: 'up and down in two hours, warm-up',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      policy: { minCapacity: 1, maxCapacity: 8, targetPerMinute: 2_800 },
      instance: { ...FOUR_SLOTS, queue: 100 },
    },
    phases: [
      [1_800, 10, 300],
      [1_800, 300, 300],
      [3_600, 300, 20],
    ],
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'a launch, warm-up',
    kind: 'scaling',
    standIn: { timeCompression: 1, policy: FEW, instance: FOUR_SLOTS },
    phases: LAUNCH,
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'a launch, least outstanding',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      routing: 'least-outstanding',
      policy: FEW,
      instance: FOUR_SLOTS,
    },
    phases: LAUNCH,
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'concurrency tracked, a steep rise',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      policy: {
        minCapacity: 1,
        maxCapacity: 10,
        metric: 'ConcurrentRequestsPerModel',
        targetConcurrency: 10,
      },
      instance: FOUR_SLOTS,
    },
    phases: [
      [600, 10, 10],
      [60, 10, 200],
      [3_000, 200, 200],
    ],
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'concurrency tracked, a slow rise',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      policy: {
        minCapacity: 1,
        maxCapacity: 10,
        metric: 'ConcurrentRequestsPerModel',
        targetConcurrency: 4,
      },
      instance: FOUR_SLOTS,
    },
    phases: [
      [600, 10, 10],
      [1_800, 10, 200],
      [1_200, 200, 200],
    ],
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'bursts of 10 s within a minute',
    kind: 'scaling',
    standIn: { timeCompression: 1, policy: { ...FEW, maxCapacity: 4 }, instance: FOUR_SLOTS },
    phases: Array.from({ length: 60 }, () => [
      [50, 20, 20] as const,
      [10, 200, 200] as const,
    ]).flat(),
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'a queue of two',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      policy: { ...FEW, maxCapacity: 4 },
      instance: { ...FOUR_SLOTS, queue: 2 },
    },
    phases: [
      [600, 30, 200],
      [1_800, 200, 200],
    ],
    arrivals: 'random',
    boundMs: 300,
  },
  {
    name: 'one slot each, heavy tail',
    kind: 'scaling',
    standIn: {
      timeCompression: 1,
      policy: { minCapacity: 2, maxCapacity: 12, targetPerMinute: 380 },
      instance: { concurrency: 1, serviceTimeMs: 60, serviceTimeSigma: 1, queue: 50 },
    },
    phases: [
      [900, 8, 60],
      [1_800, 60, 60],
    ],
    arrivals: 'random',
    boundMs: 1_000,
  },
];

export function plannedOf({ standIn, phases, arrivals, boundMs }: Case): Planned {
  const config = standInSchema.parse(standIn);
  const traffic: Traffic = {
    source: 'a validation case',
    startMs: null,
    phases: phases.map(
      ([durationSeconds, startRps, endRps]): Phase => ({
        name: 'phase',
        durationSeconds,
        startRps,
        endRps,
      }),
    ),
    arrivals,
    counts: arrivals === 'random' ? 'expected' : 'counted',
    timeCompression: config.timeCompression,
    scale: 1,
    caveats: [],
  };
  const { concurrency, queue, serviceTimeSigma: sigma } = config.instance;
  return {
    config,
    traffic,
    figures: figuresOf(traffic),
    bound: { percentile: 99, maxMs: boundMs, maxFailedShare: 0.01, timeoutMs: 10_000 },
    stations: new Stations({ concurrency, queue, sigma, routing: config.routing, arrivals }),
  };
}

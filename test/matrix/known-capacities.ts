/** Stand-ins whose capacity follows from their settings, to hold the search against. */
import type { Capacity } from '../../src/capacity/result.ts';
import { step } from './lab-scenario.ts';
import { capacityInVirtualTime, type LabTest } from './virtual-capacity.ts';

export interface KnownEndpoint {
  readonly name: string;
  readonly knownRps: number;
  /** Why it is that. */
  readonly because: string;
  readonly test: LabTest;
}

export interface CapacityTrial {
  readonly endpoint: string;
  readonly seed: number;
  readonly knownRps: number;
  readonly state: Capacity['state'];
  readonly maxRps: number | null;
  readonly highRps: number | null;
  /** `maxRps` / `knownRps` - 1; null when nothing was found. */
  readonly deviation: number | null;
  readonly resource: string | null;
  readonly steps: number;
  readonly durationSeconds: number;
}

/** What a capacity found may deviate by. */
export const TOLERANCE = 0.05;

const SIGMA = 0.35;
/** Mean of a log-normal service time. */
const meanMs = (medianMs: number, sigma = SIGMA) => medianMs * Math.exp(sigma ** 2 / 2);
const watch = { pollSeconds: 0.5, metricPollSeconds: 1 };
/** As far above the service time as in the wine scenario. */
const expectWithin = (maxMs: number) => ({ latency: { percentile: 99, maxMs } });
const planned = (rps: number) => [step('planned', 60, rps)];

export const KNOWN_ENDPOINTS: readonly KnownEndpoint[] = [
  {
    name: 'one instance',
    knownRps: 2_000 / meanMs(40),
    because: 'concurrency 2 / mean service time 42.5 ms',
    test: {
      holds: 1,
      phases: planned(50),
      expect: expectWithin(2_000),
      scaleproof: { watch, standIn: { timeCompression: 12 } },
    },
  },
  {
    name: 'two instances, routed at random',
    knownRps: (2 * 4_000) / meanMs(80),
    because: '2 x concurrency 4 / mean service time 85.1 ms',
    test: {
      holds: 2,
      phases: planned(100),
      expect: expectWithin(4_000),
      scaleproof: {
        watch,
        standIn: { timeCompression: 12, instance: { concurrency: 4, serviceTimeMs: 80 } },
      },
    },
  },
  {
    name: 'serverless',
    knownRps: 100,
    because: 'concurrency 10 / constant service time 100 ms; one more is throttled',
    test: {
      phases: planned(120),
      expect: expectWithin(1_000),
      scaleproof: {
        watch,
        standIn: {
          timeCompression: 12,
          serverless: { maxConcurrency: 10, coldStartMs: 0 },
          instance: { serviceTimeMs: 100, serviceTimeSigma: 0 },
        },
      },
    },
  },
  {
    name: 'behind a function',
    knownRps: 40,
    because: 'reserved concurrency 4 / constant service time 100 ms; one more is throttled',
    test: {
      holds: 1,
      phases: planned(50),
      expect: expectWithin(1_000),
      scaleproof: {
        watch,
        standIn: {
          timeCompression: 12,
          lambda: { reservedConcurrency: 4 },
          instance: { concurrency: 50, serviceTimeMs: 100, serviceTimeSigma: 0 },
        },
      },
    },
  },
];

export async function capacityTrial(
  { name, knownRps, test }: KnownEndpoint,
  seed: number,
): Promise<CapacityTrial> {
  const { state, maxRps, interval, limitedBy, steps, durationSeconds } =
    await capacityInVirtualTime({ ...test, seed });
  return {
    endpoint: name,
    seed,
    knownRps,
    state,
    maxRps,
    highRps: interval?.high ?? null,
    deviation: maxRps === null ? null : maxRps / knownRps - 1,
    resource: limitedBy?.resource ?? null,
    steps: steps.length,
    durationSeconds,
  };
}

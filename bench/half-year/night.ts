/**
 * A night of the half-year: wine's nightly plan and policy at a sixty-seventh of their rates, at AWS's own pace,
 * with what differs from night to night on AWS.
 */
import { createHash } from 'node:crypto';
import { type LabRun, step } from '../../test/matrix/lab-scenario.ts';
import { normal, uniform } from '../calibration/chance.ts';

export const NIGHTS = 180;
/** What changed for good, and in which night it was first there. Durations are AWS's. */
export const SLOWER_MODEL = { fromNight: 120, factor: 1.1 } as const;
export const SLOWER_PROVISIONING = { fromNight: 150, bySeconds: 60 } as const;

const DAY_MS = 86_400_000;
/** Five past two, in the night to Tuesday, UTC. */
const FIRST_MS = Date.UTC(2026, 0, 6, 2, 5);

const PEAK_RPS = 15;
/** Two and a half instances' worth at the peak, as in wine's plan. */
const TARGET_PER_MINUTE = 360;
const SERVICE_TIME_MS = 100;
const PROVISIONING_SECONDS = 270;

/** A night in so many is unlike the others, in that alone: a busy host, or instances that are hard to get. */
const BUSY_ONE_IN = 30;
const SCARCE_ONE_IN = 90;

export interface Night {
  /** From 1. */
  readonly number: number;
  readonly run: LabRun & { readonly startMs: number };
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

/** @param number from 1 */
export function nightOf(number: number): Night {
  const random = uniform(number);
  const between = (low: number, high: number) => low + (high - low) * random();
  const oneIn = (nights: number, low: number, high: number) =>
    random() < 1 / nights ? between(low, high) : 0;
  const slower = number >= SLOWER_MODEL.fromNight ? SLOWER_MODEL.factor : 1;
  const later = number >= SLOWER_PROVISIONING.fromNight ? SLOWER_PROVISIONING.bySeconds : 0;
  // A scheduler is punctual to the minute; where in the alarm's minute the load begins is chance.
  const startMs = FIRST_MS + (number - 1) * DAY_MS + Math.floor(60_000 * random());
  const serviceTimeMs =
    SERVICE_TIME_MS * slower * Math.exp(0.012 * normal(random) + oneIn(BUSY_ONE_IN, 0.04, 0.12));
  const provisioningSeconds =
    PROVISIONING_SECONDS * Math.exp(0.04 * normal(random)) + oneIn(SCARCE_ONE_IN, 60, 150) + later;
  return {
    number,
    commit: createHash('sha1').update(`night ${number}`).digest('hex'),
    run: {
      system: 'wine',
      // Not the night's number: streams of neighbouring seeds resemble each other, and so would nights.
      seed: Math.floor(2 ** 32 * random()),
      startMs,
      phases: [
        { name: 'ramp', durationSeconds: 300, startRps: PEAK_RPS / 100, endRps: PEAK_RPS },
        step('hold', 1_200, PEAK_RPS),
      ],
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 900 },
        reachedRate: { rps: PEAK_RPS, holdSeconds: 60, minInstances: 2 },
        latency: { percentile: 99, maxMs: 1_000, over: 'held-rate' },
        errors: { maxShare: 0.01 },
        accuracy: { minShare: 0.95 },
        converged: {},
      },
      scaleproof: {
        watch: { endpointName: 'wine-xgboost', metricPollSeconds: 30 },
        settle: { maxSeconds: 420 },
        standIn: {
          publishDelaySeconds: between(45, 75),
          policy: { minCapacity: 1, maxCapacity: 4, targetPerMinute: TARGET_PER_MINUTE },
          instance: {
            concurrency: 2,
            serviceTimeMs,
            provisioningSeconds,
            trafficDelaySeconds: between(20, 47),
          },
          faults: {
            badInstance: { ordinal: 1, errorShare: 0.0005 },
            apis: { throttledShare: 0.02, failedShare: 0.01 },
          },
        },
      },
    },
  };
}

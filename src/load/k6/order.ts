/**
 * The interface between the command and its k6 script: what to send, and the names of the gauges that
 * report each request. Imports only types, because the script runs this file as it is.
 */
import type { Phase } from '../../scenario/schema.ts';
import type { Address } from '../../systems/contract.ts';
import type { HeadersFromEnvironment } from '../../systems/own-headers.ts';

export interface K6Order {
  /** Id of a shipped system, or absolute path of a module. */
  readonly system: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly address: Address;
  /** Absolute path; null for the system's default. */
  readonly datasetFile: string | null;
  readonly headersFromEnvironment: HeadersFromEnvironment;
  readonly seed: number;
  readonly timeoutMs: number;
  readonly phases: readonly Phase[];
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
  /** Whether to report each request through the gauges below. */
  readonly marks: boolean;
  /** Null: this process sends the whole plan. */
  readonly distribution: K6Distribution | null;
}

export interface K6Distribution {
  readonly id: string;
  readonly workers: number;
  /** Epoch ms; null where the environment says it. */
  readonly startAtMs: number | null;
}

/** Set to the worker's number before its load, with the tags below, and after it. */
export const BEGUN_METRIC = 'replay_begun';
export const DONE_METRIC = 'replay_done';
export const WORKERS_TAG = 'workers';
export const DISTRIBUTION_TAG = 'distribution';
export const START_TAG = 'start_at_ms';
export const TIMEOUT_TAG = 'timeout_ms';
export const USERS_TAG = 'max_vus';

/** Bounds of the target's clock minus this machine's, ms; whenever a virtual user narrowed its own. */
export const CLOCK_LOW_METRIC = 'replay_clock_low';
export const CLOCK_HIGH_METRIC = 'replay_clock_high';

/** Set to the request's iteration when the request is sent and when it has ended. */
export const SENT_METRIC = 'replay_sent';
export const ENDED_METRIC = 'replay_ended';

/** Metadata of the second gauge. As tags, k6 would keep a time series for each value. */
export const ROW = 'row';
export const PREDICTED = 'predicted';
/** Of a failing response; only of a few. */
export const BODY = 'body';

/** Failing responses of each outcome that a VU hands over, with at most as many characters each. */
export const BODIES_PER_VU = 2;
export const BODY_CHARACTERS = 8_192;

/**
 * VUs to create before the load starts. Creating one during the load costs the iteration that found
 * none free, so there should be enough for a target that takes half a second; more cost memory
 * and start-up time.
 */
export function preAllocatedVUs(phases: readonly Phase[], maxVUs: number): number {
  const peakRps = Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps]));
  return Math.min(maxVUs, Math.max(10, Math.ceil(peakRps * EXPECTED_SECONDS)));
}

const EXPECTED_SECONDS = 0.5;

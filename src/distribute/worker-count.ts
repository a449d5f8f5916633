/** How many workers a load needs, and what each of them sends. Pure. */
import { count, counted, rate } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { buildShare, workersFor } from '../load/plan.ts';
import { MAX_WORKERS, type WorkerPlatform } from '../record/distribution.ts';
import type { Engine } from '../scenario/engine-names.ts';
import { peakRpsOf } from '../scenario/plan-shape.ts';
import type { Phase } from '../scenario/schema.ts';
import { defaultRate } from './platforms.ts';

export interface WorkersAsked {
  readonly platform: WorkerPlatform;
  readonly engine: Engine;
  readonly phases: readonly Phase[];
  /** `--workers`; absent: as few as the peak needs. */
  readonly workers?: number;
  /** `--rps-per-worker`; absent: see platforms.ts. */
  readonly rpsPerWorker?: number;
}

export interface Workers {
  readonly workers: number;
  /** What one was taken to send at most, requests/s. */
  readonly rpsPerWorker: number;
  /** Where that comes from, as the end of a sentence; null where --workers alone says it. */
  readonly why: string | null;
  /** What each sends at the plan's peak, requests/s. */
  readonly peakRps: number;
  /** Fewest and most requests that a worker's share has. */
  readonly requests: { readonly least: number; readonly most: number };
  /** True where each has to send more than its platform is taken to carry. */
  readonly isBeyondDefault: boolean;
}

/** @throws UserError for flags that contradict each other or the plan */
export function countWorkers(asked: WorkersAsked): Workers {
  const { phases, platform, engine } = asked;
  const peakRps = peakRpsOf(phases);
  const usual = defaultRate(platform, engine);
  const { rps, why } =
    asked.rpsPerWorker === undefined ? usual : { rps: asked.rpsPerWorker, why: '--rps-per-worker' };
  const workers = asked.workers ?? workersFor(phases, rps);
  const each = peakRps / workers;
  if (asked.workers !== undefined && asked.rpsPerWorker !== undefined && each > rps) {
    throw new UserError(
      `--workers ${workers} at --rps-per-worker ${rps} send ${rate(workers * rps)}, but the plan peaks at ${rate(peakRps)}; leave out one of the two, or raise it.`,
    );
  }
  if (workers > MAX_WORKERS) {
    throw new UserError(
      `The plan's peak of ${rate(peakRps)} needs ${count(workers)} workers of ${rate(rps)} each, more than ${count(MAX_WORKERS)}; raise --rps-per-worker, or lower --rate.`,
    );
  }
  const sizes = [1, workers].map((worker) => buildShare(phases, worker, workers).count);
  const requests = { least: Math.min(...sizes), most: Math.max(...sizes) };
  if (requests.least === 0) {
    throw new UserError(
      `The plan has ${counted(requestsOf(phases), 'request')} for ${counted(workers, 'worker')}, so some would send nothing; lower --workers.`,
    );
  }
  const isByWorkers = asked.workers !== undefined && asked.rpsPerWorker === undefined;
  return {
    workers,
    ...(isByWorkers ? { rpsPerWorker: each, why: null } : { rpsPerWorker: rps, why }),
    peakRps: each,
    requests,
    isBeyondDefault: each > usual.rps,
  };
}

function requestsOf(phases: readonly Phase[]): number {
  return buildShare(phases, 1, 1).count;
}

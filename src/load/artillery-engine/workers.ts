/**
 * Decides which of Artillery's workers send, and when they start.
 *
 * Artillery starts a worker per core except one, and gives each a part of the phases. One worker can
 * send a lot, and each has a cost, so this reassembles the plan and divides it among as few workers
 * as its peak rate needs; the others send nothing.
 */
import type { Phase } from '../../scenario/schema.ts';
import { workersFor } from '../plan.ts';
import { type TimeZero, timeZeroIn } from '../replay/time-zero.ts';
import { meet } from './meeting.ts';

/** One of several, 1..totalWorkers. */
export interface WorkerNumber {
  readonly worker: number;
  readonly totalWorkers: number;
}

/** The share in one Artillery worker's script. */
export interface FoundShare extends WorkerNumber {
  /** This worker's part, or the whole plan. */
  readonly phases: readonly Phase[];
  readonly isWhole: boolean;
  /** Undefined: use the default. */
  readonly rpsPerWorker: number | undefined;
}

export interface SendingShare extends WorkerNumber {
  /** The whole plan's. */
  readonly phases: readonly Phase[];
}

/** @returns null when this worker sends nothing */
export async function divideAmongFewest(share: FoundShare): Promise<SendingShare | null> {
  const { worker, totalWorkers: workers, rpsPerWorker } = share;
  const phases = share.isWhole
    ? share.phases
    : sumRates(await meet({ topic: 'phases', worker, workers, value: share.phases }));
  const totalWorkers = Math.min(workers, workersFor(phases, rpsPerWorker));
  return worker <= totalWorkers ? { phases, worker, totalWorkers } : null;
}

/** All parts have the same phases, each with a part of the rates. */
function sumRates([first = [], ...others]: (readonly Phase[])[]): Phase[] {
  return first.map((phase, index) => ({
    ...phase,
    startRps: others.reduce((sum, part) => sum + part[index]!.startRps, phase.startRps),
    endRps: others.reduce((sum, part) => sum + part[index]!.endRps, phase.endRps),
  }));
}

/** Long enough for the last message to reach all workers. */
const NOTICE_MS = 50;

/** Resolves to a common time zero once all sending workers are ready. */
export async function agreeOnZero(
  { worker, totalWorkers: workers }: WorkerNumber,
  signal: AbortSignal,
): Promise<TimeZero> {
  const value = timeZeroIn(workers > 1 ? NOTICE_MS : 0);
  const times = await meet({ topic: 'ready', worker, workers, value, signal });
  return times.reduce((latest, each) => (each.monotonicMs > latest.monotonicMs ? each : latest));
}

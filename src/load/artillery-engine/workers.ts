/**
 * Which of Artillery's workers send, and from when on.
 *
 * Artillery starts a worker for each core but one and gives each a part of the phases. One worker can
 * send a lot, and each costs something, so the plan is put together again and goes to as many as its
 * peak needs; the others send nothing.
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

/** What one of Artillery's workers found in its script. */
export interface FoundShare extends WorkerNumber {
  /** This worker's part, or the whole plan. */
  readonly phases: readonly Phase[];
  readonly isWhole: boolean;
  /** Undefined for the plan's default. */
  readonly rpsPerWorker: number | undefined;
}

export interface SendingShare extends WorkerNumber {
  /** The whole plan's. */
  readonly phases: readonly Phase[];
}

/** @returns null when others send it all */
export async function divideAmongFewest(share: FoundShare): Promise<SendingShare | null> {
  const { worker, totalWorkers: workers, rpsPerWorker } = share;
  const phases = share.isWhole
    ? share.phases
    : addUp(await meet({ topic: 'phases', worker, workers, value: share.phases }));
  const totalWorkers = Math.min(workers, workersFor(phases, rpsPerWorker));
  return worker <= totalWorkers ? { phases, worker, totalWorkers } : null;
}

/** The parts have the same phases, each with its part of the rates. */
function addUp([first = [], ...others]: (readonly Phase[])[]): Phase[] {
  return first.map((phase, index) => ({
    ...phase,
    startRps: others.reduce((sum, part) => sum + part[index]!.startRps, phase.startRps),
    endRps: others.reduce((sum, part) => sum + part[index]!.endRps, phase.endRps),
  }));
}

/** Enough for the last message to reach everybody. */
const NOTICE_MS = 50;

/** Resolves when all workers that send are ready: to the same time for all of them. */
export async function agreeOnZero(
  { worker, totalWorkers: workers }: WorkerNumber,
  signal: AbortSignal,
): Promise<TimeZero> {
  const value = timeZeroIn(workers > 1 ? NOTICE_MS : 0);
  const times = await meet({ topic: 'ready', worker, workers, value, signal });
  return times.reduce((latest, each) => (each.monotonicMs > latest.monotonicMs ? each : latest));
}

/** Adds up the load over all workers: planned, sent, not sent, outcomes, cold starts. */
import type {
  LoadEnd,
  LoadEvent,
  LoadSample,
  LoadStart,
  OutcomeCounts,
} from '../record/load-events.ts';
import { countOf, summed } from './load-seconds.ts';

export interface LoadTotals {
  /** Planned requests. For a run that ended early: those planned until it ended. */
  readonly planned: number;
  readonly sent: number;
  /** `planned - sent`. */
  readonly notSent: number;
  /** The part of `notSent` that never got a connection. */
  readonly notSentForConnections: number;
  readonly outcomes: OutcomeCounts;
  readonly completed: number;
  readonly connectionLimitHits: number;
  /** Invocations with a cold start; null when no answer reported it. */
  readonly coldStarts: number | null;
  /** Workers that the run should have had, according to the start lines. */
  readonly expectedWorkers: number;
  /** Workers that never reported a start. */
  readonly absentWorkers: number;
  /** Workers that started and never reported an end. */
  readonly lostWorkers: number;
  /** Workers that were stopped before their plan ended. */
  readonly stoppedWorkers: number;
  /** Transport errors by message, with their counts. */
  readonly errors: Readonly<Record<string, number>>;
}

interface WorkerShare {
  readonly planned: number;
  readonly sent: number;
  readonly notSentForConnections: number;
  readonly outcomes: OutcomeCounts;
  readonly coldStarts: number | null;
}

/**
 * @param ranToItsEnd whether the run completed. If so, a worker without an end line died and its whole plan
 *   counts as planned; in a run that was cut off, a worker's plan counts up to its last line.
 */
export function loadTotals(load: readonly LoadEvent[], ranToItsEnd: boolean): LoadTotals {
  const workers = new Set(load.map((event) => event.worker));
  const starts = load.filter((event): event is LoadStart => event.type === 'start');
  const ends = load.filter((event): event is LoadEnd => event.type === 'end');
  const samples = load.filter((event): event is LoadSample => event.type === 'sample');
  const shares = [...workers].map((worker) =>
    shareOf(
      starts.find((start) => start.worker === worker),
      samples.filter((sample) => sample.worker === worker),
      ends.findLast((end) => end.worker === worker),
      ranToItsEnd,
    ),
  );
  const expectedWorkers = Math.max(workers.size, ...starts.map((start) => start.totalWorkers));
  const planned = sum(shares, (share) => share.planned);
  const sent = sum(shares, (share) => share.sent);
  const outcomes = summed(shares.map((share) => share.outcomes));
  return {
    planned,
    sent,
    notSent: Math.max(0, planned - sent),
    notSentForConnections: sum(shares, (share) => share.notSentForConnections),
    outcomes,
    completed: countOf(outcomes),
    connectionLimitHits: sum(samples, (sample) => sample.connectionLimitHits ?? 0),
    coldStarts: knownSum(shares, (share) => share.coldStarts),
    expectedWorkers,
    absentWorkers: expectedWorkers - workers.size,
    lostWorkers: workers.size - new Set(ends.map((end) => end.worker)).size,
    stoppedWorkers: ends.filter((end) => end.reason === 'stopped').length,
    errors: errorCounts(ends),
  };
}

function shareOf(
  start: LoadStart | undefined,
  samples: readonly LoadSample[],
  end: LoadEnd | undefined,
  ranToItsEnd: boolean,
): WorkerShare {
  const plannedSoFar = sum(samples, (sample) => sample.planned);
  if (end !== undefined) {
    return {
      planned: end.reason === 'stopped' ? plannedUntilStop(end, plannedSoFar) : end.planned,
      sent: end.sent,
      notSentForConnections: end.notSent['connection-limit'] ?? 0,
      outcomes: end.outcomes,
      coldStarts: end.coldStarts ?? null,
    };
  }
  return {
    planned:
      ranToItsEnd && start !== undefined ? Math.max(start.planned, plannedSoFar) : plannedSoFar,
    sent: sum(samples, (sample) => sample.sent),
    notSentForConnections: sum(samples, (sample) => sample.notSent['connection-limit'] ?? 0),
    outcomes: summed(samples.map((sample) => sample.outcomes)),
    coldStarts: knownSum(samples, (sample) => sample.coldStarts),
  };
}

/** Leaves out a stopped worker's `stopped` requests: they are the rest of its plan after the stop. */
function plannedUntilStop(end: LoadEnd, plannedSoFar: number): number {
  const tried = end.sent + (end.notSent['connection-limit'] ?? 0);
  return Math.max(tried, Math.min(end.planned, plannedSoFar));
}

function errorCounts(ends: readonly LoadEnd[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const end of ends) {
    for (const [message, count] of Object.entries(end.errors)) {
      counts[message] = (counts[message] ?? 0) + count;
    }
  }
  return counts;
}

/** @returns null when no item has a value */
function knownSum<T>(
  items: readonly T[],
  of: (item: T) => number | null | undefined,
): number | null {
  const known = items.map(of).filter((value) => typeof value === 'number');
  return known.length === 0 ? null : sum(known, (value) => value);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

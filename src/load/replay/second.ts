/** What a worker counts in one second, until the second closes and becomes a sample. */
import type {
  DueEarlier,
  NotSentCounts,
  OutcomeCounts,
  StatusCounts,
} from '../../record/load-events.ts';
import { DurationSketch } from '../../record/sketch.ts';
import type { Outcome } from '../../systems/outcome.ts';

/** The second being counted. */
export interface Second {
  sent: number;
  sentInOwnSecond: number;
  readonly notSent: NotSentCounts;
  readonly outcomes: OutcomeCounts;
  /** Absent until such a request ends. */
  dueEarlier?: DueEarlier;
  readonly statuses: Map<number, number>;
  otherStatuses: number;
  connectionLimitHits: number;
  coldStarts?: number;
  readonly lag: DurationSketch;
  readonly latency: DurationSketch;
  readonly serviceTime: DurationSketch;
}

export function newSecond(): Second {
  return {
    sent: 0,
    sentInOwnSecond: 0,
    notSent: {},
    outcomes: {},
    statuses: new Map(),
    otherStatuses: 0,
    connectionLimitHits: 0,
    lag: new DurationSketch(),
    latency: new DurationSketch(),
    serviceTime: new DurationSketch(),
  };
}

export function statusCounts(statuses: ReadonlyMap<number, number>, others: number): StatusCounts {
  const counts: StatusCounts = {};
  for (const [status, times] of statuses) counts[String(status)] = times;
  if (others > 0) counts.other = others;
  return counts;
}

/** @param earlier whole seconds from when the request was due to the second it ended in */
export function countIfDueEarlier(
  second: Pick<Second, 'dueEarlier'>,
  outcome: Outcome,
  earlier: number,
): void {
  if (outcome === 'correct' || earlier < 1) return;
  second.dueEarlier ??= {};
  second.dueEarlier[outcome] ??= {};
  increment(second.dueEarlier[outcome], String(earlier), 1);
}

export function increment<K extends string>(
  counts: Partial<Record<K, number>>,
  key: K,
  by: number,
): void {
  counts[key] = (counts[key] ?? 0) + by;
}

export function sum(counts: Readonly<Record<string, number | undefined>>): number {
  let total = 0;
  for (const count of Object.values(counts)) total += count ?? 0;
  return total;
}

/** What the samples of one load have in common. */
import type { Distribution } from '../record/distribution.ts';
import type { LoadStart } from '../record/load-events.ts';

export interface Expected {
  /** Null for a load that `distribute` did not prepare. */
  readonly distributionId: string | null;
  readonly workers: number;
  /** Null where the first lines do not name one. */
  readonly systemId: string | null;
  /** The agreed start, epoch ms; null where none was agreed. */
  readonly startAtMs: number | null;
}

/** @param starts of all workers that were found */
export function expectedOf(
  distribution: Distribution | null,
  starts: readonly LoadStart[],
): Expected | null {
  const agreed = mostCommon(starts.map((start) => start.distribution?.startAtMs ?? null));
  if (distribution !== null) {
    return {
      distributionId: distribution.id,
      workers: distribution.workers,
      systemId: distribution.systemId,
      startAtMs: distribution.startAtMs ?? agreed,
    };
  }
  if (starts.length === 0) return null;
  const common = mostCommon(
    starts.map(({ distribution, totalWorkers, system }) =>
      JSON.stringify([distribution?.id ?? null, totalWorkers, system ?? null]),
    ),
  );
  const [distributionId, workers, systemId] = JSON.parse(common!);
  return { distributionId, workers, systemId, startAtMs: agreed };
}

/** Why a worker's first line is none of this load; null if it is. */
export function foreignBecause(start: LoadStart, expected: Expected): string | null {
  const { distributionId, workers, systemId } = expected;
  const id = start.distribution?.id ?? null;
  if (distributionId !== null && id !== distributionId) {
    return id === null
      ? `names no distribution, expected "${distributionId}"`
      : `is of distribution "${id}", expected "${distributionId}"`;
  }
  if (systemId !== null && start.system !== undefined && start.system !== systemId) {
    return `is of system "${start.system}", expected "${systemId}"`;
  }
  if (start.totalWorkers !== workers) {
    return `is of ${start.totalWorkers} workers, expected ${workers}`;
  }
  return start.worker > workers ? `is worker ${start.worker} of ${workers}` : null;
}

/** Of several that are as common, the least: the order of files does not matter. */
function mostCommon<T extends string | number | null>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(
    ([one, many], [other, more]) => more - many || (String(one) < String(other) ? -1 : 1),
  );
  return sorted[0]?.[0] ?? null;
}

/** Errors of a load by kind, an outcome with its HTTP status: how many, when, and the first response of each. */
import { ERROR_OUTCOMES, type Outcome } from '../systems/outcome.ts';
import type { LoadPoint } from './timeline.ts';

interface Failure {
  readonly atMs: number;
  readonly outcome: string;
  readonly status: number | null;
}

export interface ErrorKind<T extends Failure> {
  readonly outcome: string;
  /** Null without a response, and where the record keeps none. */
  readonly status: number | null;
  /** Null where only several kinds together were counted. */
  readonly count: number | null;
  /** The first one on record; null where the record keeps none. */
  readonly first: T | null;
  /** Start of the first second with one, or when the first of them ended. */
  readonly firstMs: number | null;
  /** End of the last second with one; null where seconds count several kinds together. */
  readonly lastMs: number | null;
}

interface Counted<T> {
  readonly failures: readonly T[];
  readonly outcomes: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>> | null;
}

/** @returns in order of their first moment */
export function errorKinds<T extends Failure>(
  { failures, outcomes, statuses }: Counted<T>,
  load: readonly LoadPoint[],
): ErrorKind<T>[] {
  const firsts = new Map<string, T>();
  for (const failure of failures.toSorted((one, other) => one.atMs - other.atMs)) {
    const kind = `${failure.outcome} ${failure.status}`;
    if (!firsts.has(kind)) firsts.set(kind, failure);
  }
  const kept = [...firsts.values()];
  const kinds = kept.map((first): ErrorKind<T> => {
    const { outcome, status, atMs } = first;
    const isOnly = kept.filter((one) => one.outcome === outcome).length === 1;
    const span = spanOf(outcome, load);
    return {
      ...{ outcome, status, first, firstMs: atMs },
      count: isOnly ? (outcomes[outcome] ?? null) : ofStatus(first, kept, outcomes, statuses),
      lastMs: isOnly ? (span?.toMs ?? atMs) : null,
    };
  });
  return [...kinds, ...unkept(outcomes, kept, load)].sort(
    (one, other) =>
      (one.firstMs ?? Number.POSITIVE_INFINITY) - (other.firstMs ?? Number.POSITIVE_INFINITY),
  );
}

/** Where nothing else came with the same status, its total is the kind's. */
function ofStatus<T extends Failure>(
  { outcome, status }: T,
  kept: readonly T[],
  outcomes: Counted<T>['outcomes'],
  statuses: Counted<T>['statuses'],
): number | null {
  const isShared =
    kept.some((one) => one.status === status && one.outcome !== outcome) ||
    // Predictions come with a status of success.
    (status !== null && status < 300 && (outcomes.correct ?? 0) + (outcomes.wrong ?? 0) > 0);
  return status === null || isShared ? null : (statuses?.[status] ?? null);
}

/** Outcomes that were counted, and of which no response is on record. */
function unkept<T extends Failure>(
  outcomes: Counted<T>['outcomes'],
  kept: readonly T[],
  load: readonly LoadPoint[],
): ErrorKind<T>[] {
  return ERROR_OUTCOMES.filter(
    (outcome) => (outcomes[outcome] ?? 0) > 0 && !kept.some((one) => one.outcome === outcome),
  ).map((outcome) => {
    const span = spanOf(outcome, load);
    return {
      ...{ outcome, status: null, first: null, count: outcomes[outcome]! },
      ...{ firstMs: span?.fromMs ?? null, lastMs: span?.toMs ?? null },
    };
  });
}

function spanOf(
  outcome: string,
  load: readonly LoadPoint[],
): { readonly fromMs: number; readonly toMs: number } | null {
  const has = ({ outcomes }: LoadPoint) => (outcomes[outcome as Outcome] ?? 0) > 0;
  const first = load.find(has);
  const last = load.findLast(has);
  if (first === undefined || last === undefined) return null;
  return { fromMs: first.startMs, toMs: last.startMs + 1_000 };
}

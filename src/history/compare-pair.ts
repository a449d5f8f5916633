/**
 * Compares two runs, metric by metric, as `compareRuns` does, but refuses nothing: two runs that are not alike
 * are told side by side, with the reason why their difference says nothing.
 */
import { type Comparison, compareRuns } from './compare.ts';
import type { RunEntry } from './entry.ts';
import { allowedOf } from './metrics.ts';
import { differences, type KeyDifference, type SeriesKey } from './series-key.ts';

/** Why the difference of two runs would say nothing about what was tested. */
export type Obstacle =
  | { readonly kind: 'same-run' }
  | { readonly kind: 'cut-short'; readonly side: Side }
  | { readonly kind: 'in-doubt'; readonly side: Side }
  | { readonly kind: 'other-work'; readonly parts: readonly (keyof SeriesKey)[] };

export type Side = 'a' | 'b';

export interface Pair {
  readonly a: RunEntry;
  readonly b: RunEntry;
  /** Of one run against one. With obstacles, its metrics have values and no changes. */
  readonly comparison: Comparison;
  /** All parts of the key in which they differ, also those that are what is compared. */
  readonly differences: readonly KeyDifference[];
  /** Empty where `compare --across` with the parts that differ would take these runs. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * What was asked of the endpoint, and how fast AWS's clock ran. Other parts of the key, such as the policy or the
 * engine, are what two runs are usually put side by side for.
 */
const WORK: readonly (keyof SeriesKey)[] = [
  ...(['scenario', 'system', 'dataset', 'phases', 'timeCompression'] as const),
];

const ALPHA = 0.05;

export function comparePair(a: RunEntry, b: RunEntry): Pair {
  const differ = differences(a.key, b.key);
  const parts = differ.map(({ part }) => part);
  const otherWork = WORK.filter((part) => parts.includes(part));
  const obstacles: Obstacle[] = [
    ...(a.runId === b.runId ? [{ kind: 'same-run' } as const] : []),
    ...[['a', a] as const, ['b', b] as const].flatMap(([side, run]) => doubtOf(side, run)),
    ...(otherWork.length > 0 ? [{ kind: 'other-work', parts: otherWork } as const] : []),
  ];
  const compared = compareRuns([a], [b], {
    alpha: ALPHA,
    maxRegression: (id, metric) => allowedOf(id, metric, b.maxRegression),
  });
  // One run passed or did not: that is its status, not a share.
  const metrics = compared.metrics.filter(({ id }) => id !== 'passed');
  const comparison = { ...compared, metrics };
  return {
    ...{ a, b, obstacles, differences: differ },
    comparison: obstacles.length === 0 ? comparison : withoutChanges(comparison),
  };
}

function doubtOf(side: Side, { ended, status }: RunEntry): Obstacle[] {
  if (ended !== 'completed') return [{ kind: 'cut-short', side }];
  return status === 'pass' || status === 'fail' ? [] : [{ kind: 'in-doubt', side }];
}

function withoutChanges(comparison: Comparison): Comparison {
  return {
    ...comparison,
    metrics: comparison.metrics.map((metric) =>
      metric.finding === 'one-side-only'
        ? metric
        : {
            ...metric,
            ...{ change: null, interval: null, pValue: null, inside: null },
            finding: 'not-compared',
          },
    ),
  };
}

/** Runs with nothing wrong: the runs that every defect is held against. */
import type { MatrixCase } from './matrix-case.ts';

/** A policy of 60 s periods could always detect faster: that is said, and no problem. */
const ONE_MINUTE = ['detection-could-be-faster'];

const healthy = (
  injected: string,
  run: MatrixCase['run'],
  notes: readonly string[],
): MatrixCase => ({ defect: 'None', injected, run, problem: null, checks: {}, notes });

export const HEALTHY_CASES: readonly MatrixCase[] = [
  { ...healthy('nothing; seeds 1 to 10', {}, ONE_MINUTE), seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  healthy(
    'nothing; the policy tracks ConcurrentRequestsPerModel',
    {
      scaleproof: {
        standIn: {
          routing: 'least-outstanding',
          policy: { metric: 'ConcurrentRequestsPerModel', targetConcurrency: 2.5 },
          instance: { concurrency: 4, serviceTimeMs: 100 },
        },
      },
    },
    [],
  ),
];

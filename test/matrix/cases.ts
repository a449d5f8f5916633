/** The mutation matrix: every row, and the healthy runs that it is held against. */
import type { MatrixCase } from './matrix-case.ts';
import { MEASURING_CASES } from './measuring-cases.ts';
import { SCALING_CASES } from './scaling-cases.ts';
import { SERVING_CASES } from './serving-cases.ts';

const healthy = (injected: string, run: MatrixCase['run']): MatrixCase => ({
  defect: 'None',
  injected,
  run,
  problem: null,
  checks: {},
});

export const HEALTHY_CASES: readonly MatrixCase[] = [
  healthy('nothing, seed 1', { seed: 1 }),
  healthy('nothing, seed 2', { seed: 2 }),
  healthy('nothing, seed 3', { seed: 3 }),
  healthy('nothing; the policy tracks ConcurrentRequestsPerModel', {
    scaleproof: {
      standIn: {
        routing: 'least-outstanding',
        policy: { metric: 'ConcurrentRequestsPerModel', targetConcurrency: 2.5 },
        instance: { concurrency: 4, serviceTimeMs: 100 },
      },
    },
  }),
];

export const DEFECT_CASES: readonly MatrixCase[] = [
  ...SCALING_CASES,
  ...SERVING_CASES,
  ...MEASURING_CASES,
];

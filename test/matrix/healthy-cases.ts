/** Runs with nothing wrong: the runs that every defect is held against. */
import { HEALTHY_PHASES, PEAK_RPS, step } from './lab-scenario.ts';
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
    'nothing; datapoints can be seen 170 s after their minute',
    { scaleproof: { standIn: { publishDelaySeconds: 170 } } },
    ONE_MINUTE,
  ),
  healthy(
    'nothing; new instances take traffic 47 s after they count as in service, as was recorded',
    { scaleproof: { standIn: { instance: { trafficDelaySeconds: 47 } } } },
    ONE_MINUTE,
  ),
  healthy(
    'nothing; one instance alone is slow, until new ones take traffic 47 s after they came',
    {
      phases: [HEALTHY_PHASES[0]!, step('hold', 700, PEAK_RPS)],
      scaleproof: {
        expect: { latency: { percentile: 95, maxMs: 150, over: 'held-rate' } },
        standIn: { instance: { trafficDelaySeconds: 47, concurrency: 1, serviceTimeMs: 33 } },
      },
    },
    ONE_MINUTE,
  ),
  healthy(
    'nothing; enhanced metrics tell instances apart, which a router that prefers idle ones shares requests among',
    { scaleproof: { standIn: { metrics: { enhanced: true }, routing: 'least-outstanding' } } },
    ONE_MINUTE,
  ),
  healthy(
    'nothing; enhanced metrics tell instances apart, and new ones warm up for two minutes',
    {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          instance: { trafficDelaySeconds: 47, warmUpSeconds: 120, warmUpFactor: 2 },
        },
      },
    },
    ONE_MINUTE,
  ),
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

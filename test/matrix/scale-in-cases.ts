/** Defects of the way back: the load is gone, and the instances stay. */
import { PEAK_RPS, step } from './lab-scenario.ts';
import type { MatrixCase } from './matrix-case.ts';

/** The healthy load, and then watching until something scales in, or 50 minutes. */
const WATCHED_LONGER: MatrixCase['run'] = {
  phases: [step('hold', 900, PEAK_RPS)],
  scaleproof: { settle: { untilScaleIn: true, maxSeconds: 3_000 } },
};

const holding = (standIn: object): MatrixCase['run'] => ({
  ...WATCHED_LONGER,
  scaleproof: { ...WATCHED_LONGER.scaleproof, standIn },
});

export const SCALE_IN_CASES: readonly MatrixCase[] = [
  {
    defect: 'None',
    injected: 'nothing; watched until it scaled in',
    run: WATCHED_LONGER,
    problem: null,
    checks: {},
  },
  {
    defect: 'None',
    injected:
      'nothing; watched until it scaled in, by an alarm on ConcurrentRequestsPerModel of 90 x 10 s',
    run: holding({
      routing: 'least-outstanding',
      policy: {
        metric: 'ConcurrentRequestsPerModel',
        targetConcurrency: 2.5,
        scaleInByTenSeconds: true,
      },
      instance: { concurrency: 4, serviceTimeMs: 100 },
    }),
    problem: null,
    checks: {},
    notes: [],
  },
  {
    defect: 'Scale-in one by one',
    injected: 'the load nearly goes, and the policy takes one instance at a time, each in time',
    run: {
      phases: [...WATCHED_LONGER.phases!, step('idle', 2_700, 1)],
      scaleproof: { standIn: { policy: { scaleInOneByOne: true } } },
    },
    // The count goes up and down while there is load: that, and no step that came late.
    problem: 'flapping',
    checks: { 'no-flapping': 'fail' },
  },
  {
    defect: 'Scale-in comes late',
    injected: 'the policy does nothing about its low alarm for 900 s',
    run: holding({ faults: { holdScaleInSeconds: 900 } }),
    problem: 'late-scale-in',
    checks: {},
  },
  {
    defect: 'Scale-in never comes',
    injected: 'the policy does nothing about its low alarm for a day',
    run: holding({ faults: { holdScaleInSeconds: 86_400 } }),
    problem: 'missing-scale-in',
    checks: {},
  },
  {
    defect: 'Scale-in switched off',
    injected: 'the policy has DisableScaleIn set',
    run: holding({ policy: { scaleInDisabled: true } }),
    problem: null,
    checks: {},
    notes: ['missing-scale-in', 'detection-could-be-faster'],
  },
];

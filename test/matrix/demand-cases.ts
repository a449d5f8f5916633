/** What the load asks for: fewer instances than the scenario expects, later, or more than the target lets it. */
import { PEAK_RPS, step } from './lab-scenario.ts';
import type { MatrixCase } from './matrix-case.ts';

export const DEMAND_CASES: readonly MatrixCase[] = [
  {
    defect: 'More instances asked for than needed',
    injected: 'three, where 25 requests/s at a target of 18 an instance need two',
    run: {
      phases: [step('hold', 1_500, 25)],
      scaleproof: { standIn: { policy: { targetPerMinute: 18 * 60 } } },
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 900 },
        reachedRate: { rps: 25, holdSeconds: 300, minInstances: 3 },
        latency: { maxMs: 400, over: 'run' },
        converged: {},
      },
    },
    problem: null,
    checks: { 'scaled-out': 'inconclusive', 'reached-rate': 'inconclusive' },
  },
  {
    defect: 'A load that rises slowly',
    injected: 'a ramp of 25 minutes: three instances are needed long after two are',
    run: {
      phases: [
        { name: 'ramp', durationSeconds: 1_500, startRps: 1, endRps: PEAK_RPS },
        step('hold', 600, PEAK_RPS),
      ],
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 600 },
        latency: { maxMs: 400, over: 'run' },
        converged: {},
      },
    },
    problem: null,
    checks: { 'scaled-out': 'inconclusive' },
  },
  {
    defect: 'Target above what an instance carries',
    injected: 'an instance carries 12 requests/s, the target is 16: two drown in 28.5',
    run: {
      scaleproof: {
        standIn: {
          policy: { targetPerMinute: 16 * 60 },
          instance: { serviceTimeMs: 157 },
        },
      },
    },
    problem: 'target-above-capacity',
    checks: { errors: 'fail', latency: 'fail', 'reached-rate': 'fail' },
  },
  {
    defect: 'One instance under a target above what it carries',
    injected: 'an instance carries 12 requests/s, the target is 16: one drowns in 14',
    run: {
      phases: [step('hold', 1_500, 14)],
      scaleproof: {
        standIn: {
          policy: { targetPerMinute: 16 * 60 },
          instance: { serviceTimeMs: 157 },
        },
      },
      expect: {
        scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 900 },
        latency: { maxMs: 400, over: 'run' },
        converged: {},
      },
    },
    problem: 'target-above-capacity',
    checks: {
      'trigger-crossed': 'inconclusive',
      'scaled-out': 'inconclusive',
      errors: 'fail',
      latency: 'fail',
    },
  },
];

/** Defects of one instance among several. */
import type { MatrixCase } from './matrix-case.ts';

export const INSTANCE_CASES: readonly MatrixCase[] = [
  {
    defect: 'One bad instance',
    injected: 'the second instance fails every request with HTTP 500',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 2, errorShare: 1 } } } } },
    problem: 'uneven-instances',
    checks: { errors: 'fail', 'reached-rate': 'fail' },
  },
  {
    defect: 'One instance bad at times',
    injected: 'the second instance fails 30 % of its requests, which is 10 % of all',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 2, errorShare: 0.3 } } } } },
    problem: 'uneven-instances',
    checks: { errors: 'fail', 'reached-rate': 'fail' },
  },
  {
    defect: 'One slow instance',
    injected: 'the second instance takes three times as long',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 2, slowFactor: 3 } } } } },
    problem: 'uneven-instances',
    checks: {},
  },
  {
    defect: 'One very slow instance',
    injected: 'the second instance takes eight times as long',
    run: {
      scaleproof: {
        standIn: {
          instance: { concurrency: 8, serviceTimeSigma: 0.2 },
          faults: { badInstance: { ordinal: 2, slowFactor: 8 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: { latency: 'fail' },
  },
  {
    defect: 'One overloaded instance',
    injected: 'each takes so long that one alone cannot carry the load; three can',
    run: { scaleproof: { standIn: { instance: { serviceTimeMs: 90 } } } },
    problem: null,
    checks: { errors: 'fail', latency: 'fail' },
  },
  {
    defect: 'One instance overloaded twofold',
    injected: 'the first instance takes three times as long, until two others come',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 1, slowFactor: 3 } } } } },
    problem: null,
    checks: { errors: 'fail', latency: 'fail' },
  },
  {
    defect: 'All instances overloaded',
    injected: 'two are allowed, each carries 13 requests/s and gets 18: no one of them is to blame',
    run: {
      phases: [
        { name: 'ramp', durationSeconds: 600, startRps: 1, endRps: 36 },
        { name: 'hold', durationSeconds: 900, startRps: 36, endRps: 36 },
      ],
      scaleproof: {
        standIn: { policy: { maxCapacity: 2 }, instance: { serviceTimeMs: 144.7, queue: 60 } },
      },
    },
    problem: 'at-max-capacity',
    checks: {
      errors: 'fail',
      latency: 'fail',
      'reached-rate': 'fail',
      converged: 'fail',
    },
  },
  {
    defect: 'Another model on one instance',
    injected: 'on the second instance classes 1 and 2 of the model change places',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 2, swapLabels: true } } } } },
    problem: 'accuracy-fell-while-scaling',
    checks: { accuracy: 'fail', consistent: 'fail' },
  },
  {
    defect: 'A stale model on one instance',
    injected: 'the second instance serves an older model, which predicts 2 % of the rows otherwise',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 2, staleShare: 0.02 } } } } },
    // Accuracy hardly moves: only that rows got two predictions tells.
    problem: null,
    checks: { consistent: 'fail' },
  },
];

/** Defects of one instance among several. */
import { step } from './lab-scenario.ts';
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
    defect: 'A bad first instance',
    injected:
      'the first instance fails 10 % of its requests from the start; enhanced metrics are off',
    run: { scaleproof: { standIn: { faults: { badInstance: { ordinal: 1, errorShare: 0.1 } } } } },
    problem: null,
    checks: { errors: 'fail', 'reached-rate': 'fail' },
  },
  {
    defect: 'A bad first instance, by its own metrics',
    injected: 'the same with enhanced metrics',
    run: {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          faults: { badInstance: { ordinal: 1, errorShare: 0.1 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: { errors: 'fail', 'reached-rate': 'fail' },
  },
  {
    defect: 'A bad instance with few requests',
    injected:
      'the first of two instances fails 40 % of the requests, of which it gets a few dozen; enhanced metrics are on',
    run: {
      phases: [step('hold', 900, 0.1)],
      expect: { errors: { maxShare: 0.5 } },
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          initialInstances: 2,
          policy: { minCapacity: 2 },
          faults: { badInstance: { ordinal: 1, errorShare: 0.4 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: {},
  },
  {
    defect: 'One instance that fails now and then, by its own metrics',
    injected: 'the second instance fails 3 % of its requests, 1 % of all; enhanced metrics are on',
    run: {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          faults: { badInstance: { ordinal: 2, errorShare: 0.03 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: {},
  },
  {
    defect: 'A slow first instance, by its own metrics',
    injected: 'the first instance takes 1.5 times as long; enhanced metrics are on',
    run: {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          faults: { badInstance: { ordinal: 1, slowFactor: 1.5 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: {},
  },
  {
    defect: 'A starved instance',
    injected: 'the second instance is sent a tenth of its even split; enhanced metrics are on',
    run: {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          faults: { starvedInstance: { ordinal: 2, share: 0.1 } },
        },
      },
    },
    problem: 'uneven-instances',
    checks: { 'traffic-shared': 'fail' },
  },
  {
    defect: 'An instance that is sent nothing',
    injected: 'the second instance is in service and gets no request; enhanced metrics are on',
    run: {
      scaleproof: {
        standIn: {
          metrics: { enhanced: true },
          faults: { starvedInstance: { ordinal: 2, share: 0 } },
        },
      },
    },
    // No metric names it: that it is there, polls tell.
    problem: null,
    checks: { 'traffic-shared': 'fail' },
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

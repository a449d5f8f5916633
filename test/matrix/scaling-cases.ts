/** Defects of what scales the instances: the policy, its alarm, its bounds, the instances to come. */
import { PEAK_RPS, step } from './lab-scenario.ts';
import type { MatrixCase } from './matrix-case.ts';

/** Nothing ever scaled out, though it should have. */
const NEVER_SCALED = { 'scaled-out': 'fail', 'reached-rate': 'fail', converged: 'fail' } as const;
/** No scale-out was due, or none that could be known of. */
const NOT_DUE = {
  'trigger-crossed': 'inconclusive',
  'scaled-out': 'inconclusive',
  'reached-rate': 'inconclusive',
} as const;

export const SCALING_CASES: readonly MatrixCase[] = [
  {
    defect: 'Slow provisioning',
    injected: 'an instance takes 750 s to come into service, not 270 s',
    run: { scaleproof: { standIn: { instance: { provisioningSeconds: 750 } } } },
    problem: 'slow-provisioning',
    checks: { 'scaled-out': 'fail' },
  },
  {
    defect: 'Quota reached',
    injected: 'the account may have one instance',
    run: { scaleproof: { standIn: { faults: { quotaInstances: 1 } } } },
    problem: 'quota-reached',
    checks: NEVER_SCALED,
  },
  {
    defect: 'Quota reached',
    injected: 'the account may have one instance; the policy tries every 10 s, page after page',
    run: {
      scaleproof: {
        standIn: {
          routing: 'least-outstanding',
          policy: { metric: 'ConcurrentRequestsPerModel', targetConcurrency: 2.5 },
          instance: { concurrency: 4, serviceTimeMs: 100 },
          faults: { quotaInstances: 1 },
        },
      },
    },
    problem: 'quota-reached',
    checks: NEVER_SCALED,
    notes: [],
  },
  {
    defect: 'Maximum capacity 1',
    injected: 'the scalable target allows one instance',
    run: { scaleproof: { standIn: { policy: { maxCapacity: 1 } } } },
    problem: 'at-max-capacity',
    checks: NEVER_SCALED,
  },
  {
    defect: 'Scaling suspended',
    injected: 'scale-out is suspended on the scalable target',
    run: { scaleproof: { standIn: { faults: { suspendScaleOut: true } } } },
    problem: 'scaling-suspended',
    checks: NEVER_SCALED,
  },
  {
    defect: 'No policy',
    injected: 'the variant has no scalable target and no policy',
    run: { withoutPolicy: true },
    problem: 'no-policy',
    checks: {
      'trigger-crossed': 'inconclusive',
      'scaled-out': 'fail',
      'reached-rate': 'fail',
      converged: 'inconclusive',
    },
  },
  {
    defect: 'Burstable instances',
    injected: 'the variant runs on ml.t2.medium, which cannot be scaled',
    run: { scaleproof: { standIn: { instanceType: 'ml.t2.medium' } } },
    problem: 'burstable-instance',
    checks: {
      'trigger-crossed': 'inconclusive',
      'scaled-out': 'fail',
      'reached-rate': 'fail',
      converged: 'inconclusive',
    },
  },
  {
    defect: 'Alarm on the wrong metric',
    injected: 'the high alarm watches Invocation5XXErrors',
    run: { scaleproof: { standIn: { faults: { alarmMetric: 'Invocation5XXErrors' } } } },
    problem: 'alarm-on-other-metric',
    checks: NEVER_SCALED,
  },
  {
    defect: 'INSUFFICIENT_DATA',
    injected: 'InvocationsPerInstance is never published, so the alarm has nothing to look at',
    run: {
      scaleproof: { standIn: { faults: { unpublishedMetrics: ['InvocationsPerInstance'] } } },
    },
    problem: 'alarm-insufficient-data',
    checks: { ...NOT_DUE, converged: 'inconclusive' },
  },
  {
    defect: 'AWS refuses',
    injected: 'every change of the instance count fails: SageMaker may not assume the role',
    run: {
      scaleproof: {
        standIn: { faults: { scalingRefusal: 'Could not assume the execution role.' } },
      },
    },
    problem: 'scaling-failed',
    checks: NEVER_SCALED,
  },
  {
    defect: 'Marked as not scalable',
    injected: 'SageMaker marks the variant as not scalable for a day',
    run: { scaleproof: { standIn: { faults: { unscalable: { seconds: 86_400 } } } } },
    problem: 'scaling-failed',
    checks: NEVER_SCALED,
  },
  {
    defect: 'Not scalable for a moment',
    injected: 'SageMaker marks the variant as not scalable for the first ten minutes',
    run: { scaleproof: { standIn: { faults: { unscalable: { seconds: 600 } } } } },
    problem: null,
    checks: {},
  },
  {
    defect: 'Capacity shortage',
    injected: 'new instances never come; the endpoint gives up after 625 s, without a word',
    run: { scaleproof: { standIn: { faults: { capacityShortageSeconds: 625 } } } },
    problem: 'scale-out-abandoned',
    checks: NEVER_SCALED,
  },
  {
    defect: 'A slow alarm',
    injected: 'the high alarm wants eight periods over the target, not three',
    run: { scaleproof: { standIn: { policy: { alarmDatapoints: 8 } } } },
    problem: 'slow-detection',
    checks: {},
  },
  {
    defect: 'A long cooldown',
    injected: 'a second rise of the load falls into a scale-out cooldown of 720 s',
    run: {
      phases: [step('two instances', 600, 14), step('three instances', 1_500, PEAK_RPS)],
      scaleproof: { standIn: { policy: { scaleOutCooldownSeconds: 720 } } },
    },
    problem: null,
    checks: {},
    notes: ['cooldown-waited', 'detection-could-be-faster'],
  },
  {
    defect: 'Flapping',
    injected: 'the load goes for 20 minutes and comes back, so the count goes 1, 3, 1, 3',
    run: {
      phases: [
        step('high', 900, PEAK_RPS),
        step('low', 1_260, 1),
        step('high again', 1_200, PEAK_RPS),
      ],
    },
    problem: 'flapping',
    checks: { 'no-flapping': 'fail' },
  },
  {
    defect: 'Load too small',
    injected: '8 requests/s, where the policy acts above 10',
    run: { phases: [step('hold', 1_500, 8)] },
    problem: 'load-too-small',
    checks: NOT_DUE,
  },
  {
    defect: 'Target far too high',
    injected: 'the target is 108,000 a minute and instance, 63 times the whole load',
    run: { scaleproof: { standIn: { policy: { targetPerMinute: 108_000 } } } },
    problem: 'implausible-target',
    checks: NOT_DUE,
  },
  {
    defect: 'Target far too low',
    injected: 'the target is 10, a rate per second where one per minute is meant',
    run: { scaleproof: { standIn: { policy: { targetPerMinute: 10 } } } },
    problem: 'implausible-target',
    checks: { converged: 'fail' },
  },
];

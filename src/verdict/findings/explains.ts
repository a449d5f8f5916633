/** Declares which checks each problem can bring to fail or leave open, nearest to the root first. */
import type { CheckId, Reason } from '../checks/registry.ts';

/** The reasons of each check that a problem explains; `any`: of whichever check gives them. */
export type Explains = Readonly<Partial<Record<CheckId | 'any', readonly Reason[]>>>;

const NOTHING: Explains = {};

/** What callers get of too few instances, or of instances that do not answer as they should. */
const UNANSWERED: Explains = {
  errors: ['load-aborted', 'too-many-target-errors', 'too-many-errors'],
  latency: ['too-slow', 'service-too-slow', 'rate-not-held'],
  'reached-rate': ['rate-not-answered'],
};

/** Instances that were needed did not come. */
const TOO_FEW_INSTANCES: Explains = {
  ...UNANSWERED,
  'reached-rate': ['rate-not-answered', 'not-enough-instances'],
  converged: ['above-target'],
};

/** They came late. */
const LATE_INSTANCES: Explains = {
  ...TOO_FEW_INSTANCES,
  'scaled-out': ['too-slow', 'not-enough-instances', 'within-measuring-error'],
};

/** Requests were refused before they reached an instance. */
const THROTTLED: Explains = {
  ...UNANSWERED,
  throttles: ['too-many-throttled'],
  concurrency: ['too-near-limit'],
};

/** Nothing showed when the trigger was crossed. */
const TRIGGER_UNKNOWN = ['no-policy', 'no-target-data'] as const satisfies readonly Reason[];

/**
 * The measurement comes before what it measured, a setting before its consequence, and what stands in front of
 * the endpoint before the endpoint: of two problems that explain the same checks, the earlier is the cause.
 */
export const EXPLAINS = {
  'counts-differ': { any: ['counts-disagree'] },
  'generator-overloaded': {
    'load-delivered': ['load-not-delivered'],
    'generator-lag': ['generator-lagging'],
    'reached-rate': ['rate-not-sent'],
    latency: ['rate-not-held'],
    any: ['generator-in-doubt'],
  },
  // Latencies that cannot be right: what they were judged by is in doubt, but no check says so.
  'littles-law-violated': { latency: ['too-slow', 'service-too-slow'] },
  // AWS times are corrected for it.
  'clock-skewed': NOTHING,
  'burstable-instance': {
    ...TOO_FEW_INSTANCES,
    'scaled-out': ['scaling-refused', 'scaling-failed', 'no-policy'],
    any: TRIGGER_UNKNOWN,
  },
  'no-policy': { ...TOO_FEW_INSTANCES, 'scaled-out': ['no-policy'], any: TRIGGER_UNKNOWN },
  'alarm-on-other-metric': {
    ...LATE_INSTANCES,
    'scaled-out': ['alarm-on-other-metric', 'alarm-never-fired', 'too-slow'],
  },
  'alarm-insufficient-data': {
    ...TOO_FEW_INSTANCES,
    'scaled-out': ['alarm-never-fired', 'not-enough-instances', 'too-slow'],
    any: ['no-metric-data'],
  },
  'metrics-missing': {
    'scaled-out': ['alarm-never-fired'],
    any: ['no-metric-data', 'metric-incomplete'],
  },
  'implausible-target': {
    ...TOO_FEW_INSTANCES,
    any: ['trigger-not-crossed'],
  },
  'scaling-suspended': { ...TOO_FEW_INSTANCES, 'scaled-out': ['scaling-suspended'] },
  'quota-reached': { ...TOO_FEW_INSTANCES, 'scaled-out': ['scaling-failed'] },
  'scaling-failed': { ...TOO_FEW_INSTANCES, 'scaled-out': ['scaling-failed', 'scaling-refused'] },
  'scale-out-abandoned': { ...TOO_FEW_INSTANCES, 'scaled-out': ['scale-out-abandoned'] },
  'function-throttled': THROTTLED,
  'gateway-throttled': THROTTLED,
  'endpoint-throttled': THROTTLED,
  'at-max-capacity': { ...TOO_FEW_INSTANCES, 'scaled-out': ['at-max-capacity'] },
  'target-above-capacity': {
    ...TOO_FEW_INSTANCES,
    any: ['trigger-not-crossed', 'load-needs-fewer'],
  },
  'load-too-small': { any: ['trigger-not-crossed', 'load-needs-fewer'] },
  'metrics-late': LATE_INSTANCES,
  'slow-detection': LATE_INSTANCES,
  'fell-back-to-another-type': LATE_INSTANCES,
  'waited-for-capacity': LATE_INSTANCES,
  'copies-waited-for-instances': {
    ...LATE_INSTANCES,
    'scaled-out': ['too-slow', 'not-enough-instances', 'at-max-instances'],
  },
  'nothing-in-service': {
    ...UNANSWERED,
    accuracy: ['no-predictions'],
    'reached-rate': ['rate-not-answered', 'not-enough-instances'],
    // What is counted for each copy is nothing without one.
    any: ['trigger-not-crossed'],
  },
  'slow-provisioning': LATE_INSTANCES,
  flapping: { ...TOO_FEW_INSTANCES, 'no-flapping': ['flapping'] },
  // Too many instances cost money and fail no check.
  'late-scale-in': NOTHING,
  'missing-scale-in': NOTHING,
  'uneven-instances': {
    ...UNANSWERED,
    'traffic-shared': ['instance-starved', 'instance-took-nothing'],
  },
  'errors-while-updating': UNANSWERED,
  'target-stalled': UNANSWERED,
  'latency-not-recovered': UNANSWERED,
  'accuracy-fell-while-scaling': {
    accuracy: ['too-many-wrong'],
    consistent: ['predictions-differ'],
  },
  'wrong-predictions': { accuracy: ['too-many-wrong'] },
} as const satisfies Readonly<Record<string, Explains>>;

/** A problem that is not declared here does not compile. */
export type ProblemCode = keyof typeof EXPLAINS;

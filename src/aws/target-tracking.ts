/**
 * How Application Auto Scaling's target tracking scales a SageMaker variant: as AWS documents it, else
 * as observed on real endpoints. Durations are AWS's own; the judge of a stand-in's run divides them.
 *
 * The stand-in must not import this. `simulation/` states the same facts independently, so that a
 * mistake here does not excuse the same mistake there.
 */

export interface TrackedMetric {
  /** CloudWatch metric name. */
  readonly metric: string;
  readonly stat: string;
  /** The alarm's period, seconds. */
  readonly periodSeconds: number;
  /** What the policy's target counts. */
  readonly unit: 'requests/instance' | 'requests/copy' | 'concurrent-requests' | 'share';
}

/** SageMaker publishes a variant's metrics every minute, except the high-resolution one. */
export const METRIC_PERIOD_SECONDS = 60;
export const HIGH_RESOLUTION_PERIOD_SECONDS = 10;

/**
 * A policy's predefined metric -> what it tracks. Source: "CloudWatch metrics for monitoring resource
 * usage", Application Auto Scaling User Guide; statistics and periods read off the alarms.
 */
const PREDEFINED = {
  SageMakerVariantInvocationsPerInstance: {
    metric: 'InvocationsPerInstance',
    stat: 'Sum',
    periodSeconds: METRIC_PERIOD_SECONDS,
    unit: 'requests/instance',
  },
  SageMakerVariantConcurrentRequestsPerModelHighResolution: {
    metric: 'ConcurrentRequestsPerModel',
    stat: 'Maximum',
    periodSeconds: HIGH_RESOLUTION_PERIOD_SECONDS,
    unit: 'concurrent-requests',
  },
  SageMakerVariantProvisionedConcurrencyUtilization: {
    metric: 'ServerlessProvisionedConcurrencyUtilization',
    stat: 'Maximum',
    periodSeconds: METRIC_PERIOD_SECONDS,
    unit: 'share',
  },
  SageMakerInferenceComponentInvocationsPerCopy: {
    metric: 'InvocationsPerCopy',
    stat: 'Sum',
    periodSeconds: METRIC_PERIOD_SECONDS,
    unit: 'requests/copy',
  },
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: {
    metric: 'ConcurrentRequestsPerCopy',
    stat: 'Maximum',
    periodSeconds: HIGH_RESOLUTION_PERIOD_SECONDS,
    unit: 'concurrent-requests',
  },
} as const satisfies Readonly<Record<string, TrackedMetric>>;

export type PredefinedMetric = keyof typeof PREDEFINED;

/** Null for a custom metric: the name of a predefined one is all that is passed here. */
export function trackedBy(policyMetric: string | undefined): TrackedMetric | null {
  const all: Readonly<Record<string, TrackedMetric>> = PREDEFINED;
  return policyMetric !== undefined && Object.hasOwn(all, policyMetric) ? all[policyMetric]! : null;
}

/** Whether a policy's metric counts requests: of an instance, or of a copy. */
export function countsRequests(policyMetric: string | undefined): boolean {
  const unit = trackedBy(policyMetric)?.unit;
  return unit === 'requests/instance' || unit === 'requests/copy';
}

/** What a CloudWatch metric counts when a policy tracks it; `metric` for a custom one. */
export function unitOf(metric: string): TrackedMetric['unit'] | 'metric' {
  return Object.values(PREDEFINED).find((one) => one.metric === metric)?.unit ?? 'metric';
}

/**
 * Breaching datapoints that make each direction's alarm fire, out of as many evaluated. Other rules
 * exist: when the alarm itself can be read, its own rule counts.
 */
export const USUAL_ALARM_DATAPOINTS = { out: 3, in: 15 };

/** Cooldown of either direction when the policy sets none. */
export const DEFAULT_COOLDOWN_SECONDS = 300;

/** From the desired count's change to in service, as users report for new instances. */
export const USUAL_PROVISIONING_SECONDS = { least: 258, most: 525 };

/**
 * A new instance counts as in service before SageMaker sends it requests. In the one published recording
 * that shows both, callers' p95 halved 47 s after the count rose.
 */
export const TRAFFIC_GRACE_SECONDS = 60;

/** "Burstable instances cannot be scaled automatically": AWS names ml.t2. */
export function isBurstable(instanceType: string): boolean {
  return instanceType.startsWith('ml.t2.');
}

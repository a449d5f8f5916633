/**
 * How Application Auto Scaling's target tracking scales a SageMaker variant: as AWS documents it, else
 * as it was read off real endpoints. Durations are AWS's own; whoever judges a stand-in divides them.
 *
 * The stand-in must not import this. What it does is written down a second time in `simulation/`, so
 * that a mistake here does not excuse the same mistake there.
 */

export interface TrackedMetric {
  /** Its name in CloudWatch. */
  readonly metric: string;
  readonly stat: string;
  /** Of the alarm, seconds. */
  readonly periodSeconds: number;
  /** What the policy's target counts. */
  readonly unit: 'requests/instance' | 'concurrent-requests' | 'share';
}

/** CloudWatch gets a variant's metrics by the minute, but for the high-resolution one. */
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
} as const satisfies Readonly<Record<string, TrackedMetric>>;

export type PredefinedMetric = keyof typeof PREDEFINED;

/** Null for a metric of your own, whose name the policy does not give. */
export function trackedBy(policyMetric: string | undefined): TrackedMetric | null {
  const all: Readonly<Record<string, TrackedMetric>> = PREDEFINED;
  return policyMetric !== undefined && Object.hasOwn(all, policyMetric) ? all[policyMetric]! : null;
}

/** What a CloudWatch metric counts when a policy tracks it; `metric` for one of your own. */
export function unitOf(metric: string): TrackedMetric['unit'] | 'metric' {
  return Object.values(PREDEFINED).find((one) => one.metric === metric)?.unit ?? 'metric';
}

/**
 * Breaching datapoints after which the alarm of each direction fires, of as many. Other shapes exist:
 * where the alarm itself can be read, its own rule counts.
 */
export const USUAL_ALARM_DATAPOINTS = { out: 3, in: 15 };

/** Of either direction, when the policy sets none. */
export const DEFAULT_COOLDOWN_SECONDS = 300;

/** From the desired count to in service, as users report it of new instances. */
export const USUAL_PROVISIONING_SECONDS = { least: 258, most: 525 };

/** "Burstable instances cannot be scaled automatically": AWS names ml.t2. */
export function isBurstable(instanceType: string): boolean {
  return instanceType.startsWith('ml.t2.');
}

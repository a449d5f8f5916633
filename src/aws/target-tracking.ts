/**
 * How Application Auto Scaling's target tracking scales a SageMaker variant, as AWS documents it or as
 * it was read off real endpoints. Durations are AWS's own: whoever judges a stand-in divides them.
 *
 * The stand-in has no part of this but the names: what it does is written down in `simulation/` a
 * second time, so that a mistake here is not excused by the same mistake there.
 */

export interface TrackedMetric {
  /** Its name in CloudWatch. */
  readonly metric: string;
  readonly stat: string;
  /** Of the alarm, seconds. */
  readonly periodSeconds: number;
  /** What the target of such a policy counts. */
  readonly unit: 'requests/instance' | 'concurrent-requests' | 'share';
}

/** CloudWatch publishes a variant's metrics by the minute. */
export const METRIC_PERIOD_SECONDS = 60;
/** ConcurrentRequestsPerModel comes every ten seconds. */
export const HIGH_RESOLUTION_PERIOD_SECONDS = 10;

/** What a policy calls its metric -> what it tracks. Source: "CloudWatch metrics for monitoring resource usage", AWS. */
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
} as const satisfies Record<string, TrackedMetric>;

export type PredefinedMetric = keyof typeof PREDEFINED;

/** Null for a metric of your own, of which the policy does not tell the name. */
export function trackedBy(policyMetric: string | undefined): TrackedMetric | null {
  return policyMetric !== undefined && Object.hasOwn(PREDEFINED, policyMetric)
    ? PREDEFINED[policyMetric as PredefinedMetric]
    : null;
}

/** What a CloudWatch metric counts when a policy tracks it; `metric` for one of your own. */
export function unitOf(metric: string): TrackedMetric['unit'] | 'metric' {
  return Object.values(PREDEFINED).find((one) => one.metric === metric)?.unit ?? 'metric';
}

/** Finds gaps: times when an AWS API did not answer the collector. */
import type { AwsEvent, Gap } from '../record/aws-events.ts';

/** The API calls behind each kind of data. A collector may poll them one by one or as a group. */
export const APIS = {
  endpoint: ['DescribeEndpoint', 'DescribeInferenceComponent'],
  metrics: ['GetMetricData'],
  alarms: ['DescribeAlarms', 'DescribeAlarmHistory', 'DescribeScaling'],
  activities: ['DescribeScalingActivities', 'DescribeScaling'],
  policies: ['DescribeScalingPolicies', 'DescribeScalableTargets', 'DescribeScaling'],
} as const;

/** Gaps of those APIs that overlap a span; by default the whole run. */
export function gapsOf(
  aws: readonly AwsEvent[],
  apis: readonly string[],
  fromMs = Number.NEGATIVE_INFINITY,
  toMs = Number.POSITIVE_INFINITY,
): Gap[] {
  return aws.filter(
    (event): event is Gap =>
      event.type === 'gap' &&
      apis.includes(event.api) &&
      event.fromMs <= toMs &&
      event.toMs >= fromMs,
  );
}

/** Why something was not seen: `DescribeAlarms was denied (…)`, or `otherwise` without a gap. */
export function whyUnseen(gaps: readonly Gap[], otherwise: string): string {
  const worst = gaps.toSorted(
    (left, right) => right.toMs - right.fromMs - (left.toMs - left.fromMs),
  );
  const gap = worst[0];
  if (gap === undefined) return otherwise;
  return `${gap.api} ${GAP_WORDS[gap.kind]} (${gap.message}).`;
}

export const GAP_WORDS: Readonly<Record<Gap['kind'], string>> = {
  throttled: 'was throttled',
  denied: 'was denied',
  unreachable: 'could not be reached',
  'not-found': 'found nothing',
  invalid: 'was rejected as invalid',
  server: 'failed with an AWS server error',
};

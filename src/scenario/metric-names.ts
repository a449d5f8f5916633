/** The metrics of a run that can be compared between runs; `src/history/metrics.ts` says what each is. */
export const METRIC_NAMES = [
  'latency-p50',
  'latency-p95',
  'latency-p99',
  'carried-rps',
  'detection',
  'decision',
  'provisioning',
  'recovery',
  'scale-out',
  'errors',
  'throttles',
  'accuracy',
  'instance-hours',
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

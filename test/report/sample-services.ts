/**
 * The same made-up load on systems of other kinds: a function in front, a serverless endpoint, a
 * pipeline of containers. What is written here is what CloudWatch would show of them.
 */
import type { MetricPoint, MetricSeries, Timeline } from '../../src/analysis/timeline.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { START_MS, timeline, verdict } from './sample.ts';

const PERIOD_SECONDS = 5;
const PERIODS = 29;

function points(valueAt: (period: number) => number, isSum = false): MetricPoint[] {
  return Array.from({ length: PERIODS }, (_, period) => {
    const startMs = START_MS + period * PERIOD_SECONDS * 1_000;
    const value = valueAt(period);
    return {
      startMs,
      endMs: startMs + PERIOD_SECONDS * 1_000,
      value,
      perMinute: isSum ? (value * 60) / PERIOD_SECONDS : null,
      final: true,
    };
  });
}

/** Rises to its most at two thirds of the run and stays there. */
const rising = (most: number) => (period: number) => Math.round(Math.min(1, period / 19) * most);
const late = (most: number) => (period: number) => (period < 12 ? 0 : (period % 5) * most);

type Rest = Pick<MetricSeries, 'service' | 'metric' | 'stat'> &
  Partial<Pick<MetricSeries, 'unit' | 'container'>>;

function series(rest: Rest, valueAt: (period: number) => number): MetricSeries {
  return {
    unit: 'count',
    container: null,
    ...rest,
    // What did not happen has no duration, and CloudWatch no datapoint of it.
    points: points(valueAt, rest.stat === 'Sum').filter(
      (point) => rest.metric !== 'ModelSetupTime' || point.value > 0,
    ),
  };
}

const LAMBDA = [
  series({ service: 'lambda', metric: 'Invocations', stat: 'Sum' }, rising(9_999)),
  series({ service: 'lambda', metric: 'ConcurrentExecutions', stat: 'Maximum' }, rising(20)),
  series({ service: 'lambda', metric: 'Throttles', stat: 'Sum' }, late(30)),
  series(
    { service: 'lambda', metric: 'ProvisionedConcurrencySpilloverInvocations', stat: 'Sum' },
    late(12),
  ),
  series(
    {
      service: 'lambda',
      metric: 'ProvisionedConcurrencyUtilization',
      stat: 'Maximum',
      unit: 'percent',
    },
    rising(100),
  ),
];

const GATEWAY = [
  series({ service: 'api-gateway', metric: 'Count', stat: 'Sum' }, rising(5_000)),
  series({ service: 'api-gateway', metric: '4XXError', stat: 'Sum' }, late(30)),
  series({ service: 'api-gateway', metric: '5XXError', stat: 'Sum' }, late(2)),
];

const CONTAINERS = ['preprocess', 'xgboost', 'postprocess'].map((container, index) =>
  series(
    { service: 'sagemaker', metric: 'ContainerLatency', stat: 'Average', unit: 'ms', container },
    (period) => 3 + index * 2 + Math.sin(period + index),
  ),
);

const SERVERLESS = [
  series(
    { service: 'sagemaker', metric: 'ConcurrentRequestsPerModel', stat: 'Maximum' },
    rising(18),
  ),
  series({ service: 'sagemaker', metric: 'ModelSetupTime', stat: 'SampleCount' }, late(1)),
  series(
    { service: 'sagemaker', metric: 'ModelSetupTime', stat: 'Average', unit: 'ms' },
    late(800),
  ),
  series(
    { service: 'sagemaker', metric: 'ModelSetupTime', stat: 'Maximum', unit: 'ms' },
    late(990),
  ),
];

/** Every metric that a report has a chart for. */
export const servicesTimeline: Timeline = {
  ...timeline,
  metrics: [...timeline.metrics, ...LAMBDA, ...GATEWAY, ...CONTAINERS, ...SERVERLESS],
  limits: [
    { kind: 'reserved', value: 25 },
    { kind: 'provisioned', value: 10 },
    { kind: 'max-concurrency', value: 20 },
  ],
};

/** An endpoint that has no instances to count, so that nothing can be seen to scale. */
export const serverlessTimeline: Timeline = {
  ...timeline,
  instances: timeline.instances.map((point) => ({ ...point, current: null, desired: null })),
  metrics: [...LAMBDA, ...SERVERLESS],
  target: null,
  limits: [{ kind: 'max-concurrency', value: 20 }],
};

export const serverlessVerdict: Verdict = {
  ...verdict,
  status: 'pass',
  headline:
    'It held 1,000 requests/s on a serverless endpoint; 2.1 % of requests had a cold start.',
  checks: verdict.checks.map((check) => ({
    ...check,
    status: ['load-delivered', 'latency', 'cold-starts', 'concurrency'].includes(check.id)
      ? 'pass'
      : 'skipped',
  })),
  scalingEvents: [],
  findings: [],
  settings: {
    ...verdict.settings,
    endpoint: { kind: 'serverless', instanceType: null },
    serverless: { maxConcurrency: 20, memoryMb: 2_048, provisionedConcurrency: null },
    ...{ capacity: null, policy: null, alarms: [] },
  },
  trackedMetric: null,
  concurrency: [
    {
      ...{ of: 'endpoint', highest: 18, n: 140, share: 0.9 },
      limit: { kind: 'max-concurrency', value: 20 },
    },
  ],
  instances: { first: null, peak: null, last: null },
};

import { describe, expect, test } from 'vitest';
import {
  METRICS_PER_INSTANCE,
  MOST_INSTANCES,
} from '../../../src/collector/metrics/instance-metrics.ts';
import { windowOf } from '../../../src/collector/metrics/metric-watch.ts';
import { periodsOf } from '../../../src/collector/metrics/periods.ts';
import {
  type WatchedVariant,
  watchedMetrics,
} from '../../../src/collector/metrics/watched-metrics.ts';
import type { AlarmObservation } from '../../../src/record/aws-events.ts';
import { watchSchema } from '../../../src/scenario/schema.ts';

const PERIODS = {
  invocationSeconds: 60,
  utilizationSeconds: 60,
  frontSeconds: 60,
  shortSeconds: 10,
};

/** As `service metric stat unit periodSeconds`. */
function told(watch: object, variant: Partial<WatchedVariant> = {}): string[] {
  return asked(watch, variant).map(({ record, periodSeconds }) =>
    [record.service, record.container, record.metric, record.stat, record.unit, periodSeconds]
      .filter((word) => word !== undefined)
      .join(' '),
  );
}

function asked(watch: object, variant: Partial<WatchedVariant> = {}) {
  return watchedMetrics(
    watchSchema.parse({ endpointName: 'wine', ...watch }),
    { hosting: 'instances', containers: [], instanceIds: [], alarmed: [], ...variant },
    PERIODS,
  );
}

const alarm = (role: 'high' | 'low', metric: string, periodSeconds: number) =>
  ({ role, metric, periodSeconds }) as AlarmObservation;

const VARIANT = told({});
const SERVERLESS = told({}, { hosting: 'serverless' });

test('of a variant with instances', () => {
  expect(VARIANT.toSorted()).toEqual([
    'sagemaker CPUUtilization Average percent 60',
    'sagemaker ConcurrentRequestsPerModel Maximum count 10',
    'sagemaker Invocation4XXErrors Sum count 60',
    'sagemaker Invocation5XXErrors Sum count 60',
    'sagemaker InvocationModelErrors Sum count 60',
    'sagemaker Invocations Sum count 60',
    'sagemaker InvocationsPerInstance Sum count 60',
    'sagemaker ModelLatency Average ms 60',
    'sagemaker ModelLatency Maximum ms 60',
    'sagemaker OverheadLatency Average ms 60',
  ]);
});

test('of a serverless variant', () => {
  expect(SERVERLESS.toSorted()).toEqual([
    'sagemaker Invocation4XXErrors Sum count 60',
    'sagemaker Invocation5XXErrors Sum count 60',
    'sagemaker Invocations Sum count 60',
    'sagemaker MemoryUtilization Average percent 60',
    'sagemaker ModelSetupTime Average ms 60',
    'sagemaker ModelSetupTime Maximum ms 60',
    'sagemaker ModelSetupTime SampleCount count 60',
    'sagemaker OverheadLatency Average ms 60',
  ]);
});

test('requests the metrics of both kinds, each once, while the kind is unknown', () => {
  const both = told({}, { hosting: 'unknown' });
  expect(new Set(both)).toEqual(new Set([...VARIANT, ...SERVERLESS]));
  expect(new Set(both).size).toBe(both.length);
});

test('of a pipeline, the latency of each container', () => {
  const containers = ['container-1', 'container-2'];
  expect(told({}, { containers }).slice(VARIANT.length)).toEqual([
    'sagemaker container-1 ContainerLatency Average ms 60',
    'sagemaker container-1 ContainerLatency Maximum ms 60',
    'sagemaker container-2 ContainerLatency Average ms 60',
    'sagemaker container-2 ContainerLatency Maximum ms 60',
  ]);
  expect(asked({}, { containers }).at(-1)).toMatchObject({
    namespace: 'AWS/SageMaker',
    scale: 1e-3,
    dimensions: [
      { Name: 'EndpointName', Value: 'wine' },
      { Name: 'VariantName', Value: 'AllTraffic' },
      { Name: 'ContainerName', Value: 'container-2' },
    ],
  });
});

describe('of the function in front', () => {
  test('under the names of Lambda', () => {
    expect(told({ functionName: 'dogs' }).slice(VARIANT.length)).toEqual([
      'lambda Invocations Sum count 60',
      'lambda Errors Sum count 60',
      'lambda Throttles Sum count 60',
      'lambda ConcurrentExecutions Maximum count 60',
      'lambda Duration Average ms 60',
      'lambda Duration Maximum ms 60',
      'lambda ProvisionedConcurrencySpilloverInvocations Sum count 60',
      'lambda ProvisionedConcurrencyUtilization Maximum percent 60',
    ]);
  });

  const byFunction = [{ Name: 'FunctionName', Value: 'dogs' }];
  const byAlias = [...byFunction, { Name: 'Resource', Value: 'dogs:live' }];
  test.each([
    ['dogs', byFunction],
    ['arn:aws:lambda:us-east-1:123456789012:function:dogs:live', byAlias],
  ])('%s: provisioned concurrency where it is published', (functionName, provisioned) => {
    const ofLambda = asked({ functionName }).slice(VARIANT.length);
    for (const { name, dimensions } of ofLambda) {
      expect(dimensions).toEqual(name.startsWith('Provisioned') ? provisioned : byFunction);
    }
    expect(ofLambda.at(-1)).toMatchObject({
      name: 'ProvisionedConcurrencyUtilization',
      scale: 100,
    });
  });
});

test.each([
  [
    'a REST API',
    { name: 'dogs-api', stage: 'dev' },
    { Name: 'ApiName', Value: 'dogs-api' },
    ['4XXError', '5XXError'],
  ],
  [
    'an HTTP API',
    { id: 'a1b2c3', stage: 'dev' },
    { Name: 'ApiId', Value: 'a1b2c3' },
    ['4xx', '5xx'],
  ],
])(
  "requests %s by its own metric names and records them under a REST API's",
  (_what, api, dimension, errors) => {
    const ofApi = asked({ api }).slice(VARIANT.length);
    expect(ofApi.map(({ name }) => name)).toEqual([
      'Count',
      ...errors,
      'Latency',
      'IntegrationLatency',
    ]);
    expect(ofApi.map(({ record }) => record.metric)).toEqual([
      'Count',
      '4XXError',
      '5XXError',
      'Latency',
      'IntegrationLatency',
    ]);
    for (const { dimensions, record } of ofApi) {
      expect(dimensions).toEqual([dimension, { Name: 'Stage', Value: 'dev' }]);
      expect(record.service).toBe('api-gateway');
    }
  },
);

describe('the periods without a MetricsConfig', () => {
  test.each([
    ['of AWS', 60, [], 60, 10],
    ['of a stand-in whose minute takes 5 s', 5, [], 5, 5 / 6],
    ['longer than a minute, the short one stays that of AWS', 300, [], 300, 10],
    ['of an alarm on invocations', 60, [alarm('high', 'InvocationsPerInstance', 120)], 120, 10],
    ['of a high-resolution alarm', 60, [alarm('high', 'ConcurrentRequestsPerModel', 30)], 60, 30],
    [
      'of an alarm of ten seconds, which AWS takes',
      60,
      [alarm('high', 'InvocationsPerInstance', 10)],
      10,
      10,
    ],
    ['not of a low alarm', 60, [alarm('low', 'InvocationsPerInstance', 120)], 60, 10],
  ])('%s', (_what, periodSeconds, alarms, minuteSeconds, shortSeconds) => {
    expect(periodsOf({ periodSeconds }, alarms, undefined)).toEqual({
      invocationSeconds: minuteSeconds,
      utilizationSeconds: minuteSeconds,
      frontSeconds: minuteSeconds,
      shortSeconds,
    });
  });
});

describe('the periods follow what the endpoint publishes', () => {
  test.each<[string, number, boolean, number, number, number]>([
    ['every 10 s, enhanced: all of SageMaker', 60, true, 10, 10, 10],
    ['every 10 s, not enhanced: utilization alone', 60, false, 10, 60, 10],
    ['every 300 s, enhanced', 60, true, 300, 300, 300],
    ['every minute', 60, true, 60, 60, 60],
    ['every 30 s, where a minute takes 5, as the stand-in tells it', 5, true, 2.5, 2.5, 2.5],
    ['every 300 s, where a minute takes 12', 12, true, 60, 60, 60],
    ['every minute, where the scenario asks for five', 300, true, 60, 300, 300],
  ])('%s', (_what, periodSeconds, enhanced, publishSeconds, invocations, utilization) => {
    expect(periodsOf({ periodSeconds }, [], { enhanced, publishSeconds })).toMatchObject({
      invocationSeconds: invocations,
      utilizationSeconds: utilization,
      // Lambda and API Gateway know nothing of it.
      frontSeconds: periodSeconds,
    });
  });
});

test('of each instance, its share, under its id', () => {
  const instanceIds = ['i-1', 'i-2'];
  const ofInstances = asked({}, { instanceIds }).slice(VARIANT.length);
  expect(ofInstances).toHaveLength(instanceIds.length * METRICS_PER_INSTANCE);
  expect(ofInstances.map(({ record }) => record.instanceId)).toEqual([
    ...Array(METRICS_PER_INSTANCE).fill('i-1'),
    ...Array(METRICS_PER_INSTANCE).fill('i-2'),
  ]);
  expect(ofInstances.at(-1)).toMatchObject({
    namespace: '/aws/sagemaker/Endpoints',
    name: 'CPUUtilization',
    dimensions: [
      { Name: 'EndpointName', Value: 'wine' },
      { Name: 'VariantName', Value: 'AllTraffic' },
      { Name: 'InstanceId', Value: 'i-2' },
    ],
  });
});

test('as many instances as are asked for fit in one call', () => {
  const instanceIds = Array.from({ length: MOST_INSTANCES }, (_, index) => `i-${index}`);
  const whole = { functionName: 'dogs', api: { name: 'dogs-api', stage: 'dev' } };
  expect(asked(whole, { instanceIds, hosting: 'unknown' }).length).toBeLessThanOrEqual(500);
});

test('of an inference component, its own metrics, and the instances below', () => {
  const ofComponent = asked({ inferenceComponent: 'wine-a' });
  expect(told({ inferenceComponent: 'wine-a' }).toSorted()).toEqual([
    'sagemaker CPUUtilization Average percent 60',
    'sagemaker CPUUtilizationNormalized Average percent 60',
    'sagemaker ConcurrentRequestsPerCopy Maximum count 10',
    'sagemaker Invocation4XXErrors Sum count 60',
    'sagemaker Invocation5XXErrors Sum count 60',
    'sagemaker InvocationModelErrors Sum count 60',
    'sagemaker Invocations Sum count 60',
    'sagemaker InvocationsPerCopy Sum count 60',
    'sagemaker ModelLatency Average ms 60',
    'sagemaker ModelLatency Maximum ms 60',
    'sagemaker NoCapacityInvocationFailures Sum count 60',
    'sagemaker OverheadLatency Average ms 60',
  ]);
  for (const { name, dimensions, record } of ofComponent) {
    const isBelow = name === 'CPUUtilization';
    expect(record.component).toBe(isBelow ? undefined : 'wine-a');
    expect(dimensions.length).toBe(isBelow ? 2 : 1);
  }
});

describe('requests whole periods', () => {
  const MINUTE = 60_000;
  test.each([
    ['at the start, from five before it', 100.4, 100.4, 95, 101],
    ['later, from there on still', 100.4, 130, 95, 130],
    ['after hours, for three of them', 100, 1_000.5, 820, 1_001],
  ])('%s', (_what, started, now, from, to) => {
    const minute = { periodMs: MINUTE, minuteMs: MINUTE };
    expect(windowOf(started * MINUTE, now * MINUTE, minute)).toEqual({
      startMs: from * MINUTE,
      endMs: to * MINUTE,
    });
  });
});

import { describe, expect, test } from 'vitest';
import { collect, eventually } from './collecting.ts';
import { reply, type Spoil, smallAws } from './small-aws.ts';

const DIMENSIONS = [
  { Name: 'EndpointName', Value: 'wine' },
  { Name: 'VariantName', Value: 'AllTraffic' },
];

interface Small {
  count?: number;
  config?: string;
  /** By configuration. */
  metrics?: Record<string, object | undefined>;
  ids?: string[];
}

/** An endpoint with these settings, changed by the test as it goes. */
function answering(small: Small, listed: object[] = []): Spoil {
  return (operation, response, input) => {
    const config = small.config ?? 'wine-config';
    if (operation === 'DescribeEndpoint') {
      const count = small.count ?? 1;
      return reply(response, {
        EndpointStatus: 'InService',
        EndpointConfigName: config,
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            CurrentInstanceCount: count,
            DesiredInstanceCount: count,
            InstancePools: [{ InstanceType: 'ml.g5.xlarge', CurrentInstanceCount: count }],
            VariantStatus: [
              { Status: 'Updating', StatusMessage: 'Scaling out desired instance count to 6.' },
            ],
          },
        ],
      });
    }
    if (operation === 'DescribeEndpointConfig') {
      return reply(response, {
        EndpointConfigName: config,
        MetricsConfig: small.metrics?.[config],
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            ModelName: 'wine-model',
            InstancePools: [
              { InstanceType: 'ml.g5.2xlarge', Priority: 2 },
              { InstanceType: 'ml.g5.xlarge', Priority: 1 },
            ],
            VariantInstanceProvisionTimeoutInSeconds: 600,
            ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 4 },
            RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
          },
        ],
      });
    }
    if (operation !== 'ListMetrics') return false;
    listed.push(input);
    const { Namespace, MetricName } = input as unknown as Record<string, string>;
    const dimensionsOf = (id: string) => [...DIMENSIONS, { Name: 'InstanceId', Value: id }];
    return reply(response, {
      Metrics: [
        ...(small.ids ?? []).map((id) => ({
          Namespace,
          MetricName,
          Dimensions: dimensionsOf(id),
        })),
        // By container on an instance, which is not the instance.
        {
          Namespace,
          MetricName,
          Dimensions: [...dimensionsOf('i-9'), { Name: 'ContainerId', Value: 'c' }],
        },
      ],
    });
  };
}

/** Ten seconds, where a minute takes six. */
const ENHANCED = { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 1 };

test("the configuration is read before the first metric, with AWS's defaults for what it leaves out", async () => {
  const aws = await smallAws();
  aws.spoil = answering({ metrics: { 'wine-config': { EnableEnhancedMetrics: true } } });
  const { collector, events, of } = collect(aws.url);
  await collector.start();
  expect(of('endpoint-config')).toMatchObject([
    {
      name: 'wine-config',
      metrics: { enhanced: true, publishSeconds: 60 },
      pools: [
        { instanceType: 'ml.g5.xlarge', priority: 1 },
        { instanceType: 'ml.g5.2xlarge', priority: 2 },
      ],
      provisionTimeoutSeconds: 600,
      managedInstanceScaling: { enabled: true, minInstanceCount: 0, maxInstanceCount: 4 },
      routing: 'LEAST_OUTSTANDING_REQUESTS',
    },
  ]);
  expect(of('endpoint')[0]).toMatchObject({
    pools: [{ instanceType: 'ml.g5.xlarge', currentInstanceCount: 1 }],
    statusMessage: 'Scaling out desired instance count to 6.',
  });
  expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
});

test('an endpoint that is given another configuration is asked at its periods from then on', async () => {
  const aws = await smallAws();
  const small: Small = { metrics: { second: ENHANCED } };
  aws.spoil = answering(small);
  const { collector, of } = collect(aws.url, { watch: { periodSeconds: 6 } });
  await collector.start();
  expect(periodsAsked(aws.metricCalls.at(-1)!)).toEqual(['Invocations 6']);
  small.config = 'second';
  await eventually(() =>
    expect(of('endpoint-config').map(({ name }) => name)).toEqual(['wine-config', 'second']),
  );
  await eventually(() => expect(periodsAsked(aws.metricCalls.at(-1)!)).toEqual(['Invocations 1']));
});

describe('with enhanced metrics', () => {
  test('each instance is asked for by its id, also those that come later', async () => {
    const aws = await smallAws();
    const small: Small = { metrics: { 'wine-config': ENHANCED }, ids: ['i-2', 'i-1'] };
    const listed: object[] = [];
    aws.spoil = answering(small, listed);
    const { collector } = collect(aws.url, { watch: { periodSeconds: 6 } });
    await collector.start();
    expect(instancesAsked(aws.metricCalls.at(-1)!)).toEqual(['i-1', 'i-2']);
    expect(listed.filter((each) => 'RecentlyActive' in each)).toMatchObject([
      { MetricName: 'Invocations', RecentlyActive: 'PT3H' },
      { MetricName: 'CPUUtilization', RecentlyActive: 'PT3H' },
    ]);
    small.count = 2;
    // The first of them is gone from the list, and stays in the record.
    small.ids = ['i-2', 'i-3'];
    await eventually(() =>
      expect(instancesAsked(aws.metricCalls.at(-1)!)).toEqual(['i-1', 'i-2', 'i-3']),
    );
    // The newest, too, is asked for from the start; the clock's offset is better known by then.
    const [first, last] = [aws.metricCalls[0]!, aws.metricCalls.at(-1)!];
    expect(Math.abs(last.StartTime - first.StartTime)).toBeLessThanOrEqual(2);
  });

  test('of a great many instances, so many are asked for, and the record says so once', async () => {
    const aws = await smallAws();
    const ids = Array.from({ length: 70 }, (_, index) => `i-${String(index).padStart(3, '0')}`);
    aws.spoil = answering({ metrics: { 'wine-config': ENHANCED }, ids });
    const { collector, of } = collect(aws.url, { watch: { periodSeconds: 6 } });
    await collector.start();
    const polls = aws.metricCalls.length;
    await eventually(() => expect(aws.metricCalls.length).toBeGreaterThan(polls + 4));
    expect(instancesAsked(aws.metricCalls.at(-1)!)).toEqual(ids.slice(0, 64));
    expect(of('not-understood')).toMatchObject([
      { what: expect.stringContaining('more than 64 instances') },
    ]);
  });
});

test('without enhanced metrics, nobody asks which instances there are', async () => {
  const aws = await smallAws();
  const listed: object[] = [];
  const metrics = { 'wine-config': { MetricPublishFrequencyInSeconds: 1 } };
  aws.spoil = answering({ metrics, ids: ['i-1'] }, listed);
  const { collector } = collect(aws.url, { watch: { periodSeconds: 6 } });
  await collector.start();
  await eventually(() => expect(aws.metricCalls.length).toBeGreaterThan(3));
  expect(instancesAsked(aws.metricCalls.at(-1)!)).toEqual([]);
  expect(listed.filter((each) => 'RecentlyActive' in each)).toEqual([]);
  expect(periodsAsked(aws.metricCalls.at(-1)!)).toEqual(['Invocations 6']);
});

interface Query {
  readonly MetricStat: {
    readonly Period: number;
    readonly Metric: {
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
}

const queriesOf = (call: object) =>
  (call as { MetricDataQueries: readonly Query[] }).MetricDataQueries.map(
    ({ MetricStat }) => MetricStat,
  );

/** Of the variant's own `Invocations`. */
function periodsAsked(call: object): string[] {
  return queriesOf(call)
    .filter(({ Metric }) => Metric.MetricName === 'Invocations' && Metric.Dimensions.length === 2)
    .map(({ Metric, Period }) => `${Metric.MetricName} ${Period}`);
}

function instancesAsked(call: object): string[] {
  const ids = queriesOf(call)
    .flatMap(({ Metric }) => Metric.Dimensions)
    .filter(({ Name }) => Name === 'InstanceId')
    .map(({ Value }) => Value);
  return [...new Set(ids)];
}

/** What SDK clients see of enhanced metrics; a compression of 10 makes their 10 s one second. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { instanceIdOf } from '../../src/simulation/identity.ts';
import { IDENTITY } from '../simulation/virtual.ts';
import { predict, start, until } from './running.ts';

const optionsOf = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

const standIn = await start({
  timeCompression: 10,
  initialInstances: 2,
  policy: { minCapacity: 2 },
  metrics: { enhanced: true, publishSeconds: 10, detailedObservability: true },
});
const cloudwatch = new CloudWatchClient(optionsOf(standIn.url));
const sagemaker = new SageMakerClient(optionsOf(standIn.url));

test('the endpoint and its configuration tell their MetricsConfig', async () => {
  const config = new DescribeEndpointConfigCommand({ EndpointConfigName: 'wine-config' });
  const endpoint = new DescribeEndpointCommand({ EndpointName: 'wine' });
  const expected = {
    EnableEnhancedMetrics: true,
    EnableDetailedObservability: true,
    MetricPublishFrequencyInSeconds: 1,
  };
  expect((await sagemaker.send(config)).MetricsConfig).toEqual(expected);
  expect((await sagemaker.send(endpoint)).MetricsConfig).toEqual(expected);
});

test('an endpoint configured without one has none', async () => {
  const { url } = await start();
  const config = new DescribeEndpointConfigCommand({ EndpointConfigName: 'wine-config' });
  const answer = await new SageMakerClient(optionsOf(url)).send(config);
  expect(answer.MetricsConfig).toBeUndefined();
});

test('ListMetrics finds the instances, and GetMetricData what each was sent', async () => {
  const sent = 12;
  for (let i = 0; i < sent; i++) expect((await predict(standIn)).status).toBe(200);
  const Metrics = await until(async () => {
    const { Metrics } = await cloudwatch.send(
      new ListMetricsCommand({
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Dimensions: [{ Name: 'EndpointName', Value: 'wine' }, { Name: 'InstanceId' }],
        RecentlyActive: 'PT3H',
      }),
    );
    return Metrics!.length > 0 ? Metrics : undefined;
  });
  const ids = Metrics!.map(({ Dimensions }) => Dimensions!.at(-1));
  expect(ids).toEqual(
    [1, 2].map((number) => ({ Name: 'InstanceId', Value: instanceIdOf(IDENTITY, number) })),
  );
  const variant = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions: Metrics![0]!.Dimensions!.slice(0, 2),
  };
  const [whole, ...parts] = await until(async () => {
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [variant, ...Metrics!].map((Metric, i) => ({
          Id: `q${i}`,
          MetricStat: { Metric, Period: i % 2 === 0 ? 1 : 3, Stat: 'Sum' },
        })),
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 600_000),
      }),
    );
    const sums = MetricDataResults!.map(({ Values }) => Values!.reduce((sum, each) => sum + each));
    return sums[0] === sent ? sums : undefined;
  });
  expect(parts[0]! + parts[1]!).toBe(whole);
});

test('an instance has CPUUtilization and latencies, but no share of itself', async () => {
  const { Metrics } = await cloudwatch.send(
    new ListMetricsCommand({
      Dimensions: [{ Name: 'InstanceId', Value: instanceIdOf(IDENTITY, 1) }],
    }),
  );
  expect(Metrics!.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`)).toEqual([
    'AWS/SageMaker Invocations',
    'AWS/SageMaker Invocation4XXErrors',
    'AWS/SageMaker Invocation5XXErrors',
    'AWS/SageMaker InvocationModelErrors',
    'AWS/SageMaker ModelLatency',
    'AWS/SageMaker OverheadLatency',
    '/aws/sagemaker/Endpoints CPUUtilization',
  ]);
});

test('RecentlyActive leaves out what nobody has used', async () => {
  const { url } = await start({ timeCompression: 60 });
  const client = new CloudWatchClient(optionsOf(url));
  const names = async (RecentlyActive?: 'PT3H') => {
    const command = new ListMetricsCommand({ Namespace: 'AWS/SageMaker', RecentlyActive });
    return (await client.send(command)).Metrics!.map(({ MetricName }) => MetricName);
  };
  expect(await names()).toContain('ModelLatency');
  const recent = await until(async () => {
    const found = await names('PT3H');
    return found.includes('Invocations') ? found : undefined;
  });
  expect(recent).not.toContain('ModelLatency');
});

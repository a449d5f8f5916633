import {
  ApplicationAutoScalingClient,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { start, until } from './running.ts';

const clientOptions = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

/** The first value of a metric that has one. */
function firstValue(client: CloudWatchClient, query: object) {
  return until(async () => {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'q', ...query } as never],
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(Date.now() + 60_000),
      }),
    );
    return answer.MetricDataResults![0]!.Values!.find((value) => value > 0);
  });
}

test('a pipeline lists ContainerLatency by container, and has it in microseconds', async () => {
  const { url } = await start({}, { system: 'car' });
  const client = new CloudWatchClient(clientOptions(url));
  const { Metrics } = await client.send(new ListMetricsCommand({ MetricName: 'ContainerLatency' }));
  const names = Metrics!.map(({ Dimensions }) => Dimensions!.at(-1)!.Value);
  expect(names).toEqual(['container-1', 'container-2', 'container-3']);
  await fetch(`${url}/items?EndpointName=wine&FinalPayload=low,low,2,2,big,high`);
  const Metric = Metrics![0]!;
  const latency = await firstValue(client, { MetricStat: { Metric, Period: 1, Stat: 'Average' } });
  expect(latency).toBeGreaterThan(100);
});

test('a policy on concurrency is described with its metric, and its alarm with 10 s', async () => {
  // A compression of 10 makes 10 s one.
  const { url } = await start({
    timeCompression: 10,
    policy: { metric: 'ConcurrentRequestsPerModel', targetConcurrency: 5 },
  });
  const scaling = new ApplicationAutoScalingClient(clientOptions(url));
  const { ScalingPolicies } = await scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: 'sagemaker' }),
  );
  expect(ScalingPolicies![0]!.TargetTrackingScalingPolicyConfiguration).toMatchObject({
    TargetValue: 5,
    PredefinedMetricSpecification: {
      PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    },
  });
  const client = new CloudWatchClient(clientOptions(url));
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms).toMatchObject([
    { MetricName: 'ConcurrentRequestsPerModel', Statistic: 'Maximum', Period: 1, Threshold: 5 },
    { MetricName: 'ConcurrentRequestsPerModel', Statistic: 'Maximum', Period: 6, Threshold: 4.5 },
  ]);
});

test('a metric that comes every minute answers a period of 10 s with its minutes', async () => {
  const { url } = await start({ timeCompression: 60 });
  const client = new CloudWatchClient(clientOptions(url));
  const { Metrics } = await client.send(new ListMetricsCommand({ MetricName: 'Invocations' }));
  const Metric = Metrics!.find(({ Namespace }) => Namespace === 'AWS/SageMaker')!;
  const MetricDataQueries = [1 / 6, 1].map((Period, index) => ({
    Id: `q${index}`,
    MetricStat: { Metric, Period, Stat: 'SampleCount' },
  }));
  const [short, long] = await until(async () => {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(Date.now() + 60_000),
      }),
    );
    return answer.MetricDataResults![0]!.Values!.length > 1 ? answer.MetricDataResults : undefined;
  });
  expect(short!.Timestamps).toEqual(long!.Timestamps);
});

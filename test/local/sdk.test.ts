import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, test } from 'vitest';
import { firstOf, HOLDS, predict, ROW, start, until } from './running.ts';

const standIn = await start({ policy: { targetPerMinute: 600 } });
const options = {
  endpoint: standIn.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};
const cloudwatch = new CloudWatchClient(options);
const sagemaker = new SageMakerClient(options);
const runtime = new SageMakerRuntimeClient(options);
const scaling = new ApplicationAutoScalingClient(options);

const dimensions = [
  { Name: 'VariantName', Value: 'AllTraffic' },
  { Name: 'EndpointName', Value: 'wine' },
];
const variant = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;
const trackingPolicy = {
  ...variant,
  PolicyName: 'SageMakerEndpointInvocationScalingPolicy',
  PolicyType: 'TargetTrackingScaling',
} as const;

function query(Id: string, MetricName: string, Stat: string, more = {}) {
  const Metric = { Namespace: 'AWS/SageMaker', MetricName, Dimensions: dimensions };
  return { Id, MetricStat: { Metric, Period: 1, Stat, ...more } };
}
const everything = () => ({
  StartTime: new Date(Date.now() - 600_000),
  EndTime: new Date(Date.now() + 60_000),
});
const getData = (input: Partial<GetMetricDataCommandInput>) =>
  cloudwatch.send(new GetMetricDataCommand({ ...everything(), MetricDataQueries: [], ...input }));
const sum = (values: readonly number[] | undefined) => (values ?? []).reduce((a, b) => a + b, 0);

describe('SageMaker', () => {
  test('describes the endpoint with its counts', async () => {
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'wine' }));
    expect(endpoint).toMatchObject({
      EndpointName: 'wine',
      EndpointStatus: 'InService',
      ProductionVariants: [
        { VariantName: 'AllTraffic', CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
      ],
    });
    expect(Math.abs(endpoint.CreationTime!.getTime() - Date.now())).toBeLessThan(60_000);
    const config = await sagemaker.send(
      new DescribeEndpointConfigCommand({ EndpointConfigName: endpoint.EndpointConfigName }),
    );
    expect(config.ProductionVariants).toMatchObject([{ InstanceType: 'ml.m5.xlarge' }]);
  });

  test('says which endpoint could not be found', async () => {
    const asked = sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'wien' }));
    await expect(asked).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Could not find endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/wien".',
    });
  });
});

describe('the runtime', () => {
  const invoke = (input: object) =>
    runtime.send(
      new InvokeEndpointCommand({
        EndpointName: 'wine',
        ContentType: 'text/csv',
        Body: ROW,
        ...input,
      }),
    );

  test('predicts a class as XGBoost prints it, one line a row', async () => {
    const one = await invoke({});
    expect(one.InvokedProductionVariant).toBe('AllTraffic');
    expect(one.Body.transformToString()).toBe('0.0');
    const two = await invoke({ Body: `${ROW}\n${ROW}\n` });
    expect(two.Body.transformToString()).toBe('0.0\n0.0');
  });

  test.each([
    { input: { EndpointName: 'wien' }, name: 'ValidationError', status: 400 },
    { input: { TargetVariant: 'Other' }, name: 'ValidationError', status: 400 },
    { input: { Body: 'nonsense' }, name: 'ModelError', status: 424 },
    { input: { ContentType: 'image/png' }, name: 'ModelError', status: 424 },
  ])('answers $input with $name, $status', async ({ input, name, status }) => {
    await expect(invoke(input)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
  });

  test('passes the status of the container on with a ModelError', async () => {
    await expect(invoke({ ContentType: 'image/png' })).rejects.toMatchObject({
      OriginalStatusCode: 415,
    });
  });

  test('is ServiceUnavailable when the queue is full', async () => {
    const full = await start({ instance: { concurrency: 1, queue: 0, ...HOLDS } });
    const client = new SageMakerRuntimeClient({ ...options, endpoint: full.url });
    const input = { EndpointName: 'wine', ContentType: 'text/csv', Body: ROW };
    const asked = [1, 2].map(() =>
      client.send(new InvokeEndpointCommand(input)).catch((error: unknown) => error),
    );
    expect(await firstOf(1, asked)).toMatchObject([
      { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } },
    ]);
  });
});

describe('CloudWatch', () => {
  test('GetMetricData has what was sent, in the units of AWS', async () => {
    const busy = await start({ initialInstances: 2, instance: { serviceTimeMs: 20 } });
    const client = new CloudWatchClient({ ...options, endpoint: busy.url });
    await Promise.all(Array.from({ length: 30 }, () => predict(busy)));
    const results = await until(async () => {
      const { MetricDataResults } = await client.send(
        new GetMetricDataCommand({
          ...everything(),
          MetricDataQueries: [
            query('sent', 'Invocations', 'Sum'),
            query('each', 'InvocationsPerInstance', 'Sum'),
            query('latency', 'ModelLatency', 'Average'),
            query('overhead', 'OverheadLatency', 'SampleCount'),
            query('errors', 'Invocation5XXErrors', 'Average'),
            query('minute', 'Invocations', 'Sum', { Period: 60 }),
          ],
        }),
      );
      const samples = MetricDataResults!.map(({ Values }) => sum(Values));
      return samples[0] === 30 && samples[3] === 30 ? MetricDataResults! : undefined;
    });
    const [sent, each, latency, , errors, minute] = results;
    expect(sent).toMatchObject({ Label: 'Invocations', StatusCode: 'Complete' });
    expect(sum(each!.Values)).toBe(15);
    expect(Math.max(...latency!.Values!)).toBeGreaterThan(10_000);
    expect(Math.max(...latency!.Values!)).toBeLessThan(2_000_000);
    expect(sum(errors!.Values)).toBe(0);
    expect(sum(minute!.Values)).toBe(30);
    expect(minute!.Timestamps![0]!.getTime() % 60_000).toBe(0);
  });

  test('pages add up to the whole, newest first unless asked otherwise', async () => {
    const MetricDataQueries = [
      query('a', 'Invocations', 'Sum'),
      query('nothing', 'Invocations', 'Sum', { Unit: 'Seconds' }),
      query('b', 'Invocation4XXErrors', 'Sum'),
    ];
    const whole = await until(async () => {
      const answer = await getData({ MetricDataQueries, EndTime: new Date() });
      return answer.MetricDataResults![0]!.Values!.length >= 4 ? answer : undefined;
    });
    const times = whole.MetricDataResults![0]!.Timestamps!.map(Number);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const EndTime = new Date();
    const pages = new Map<string, number[]>();
    const statuses: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await getData({
        MetricDataQueries,
        EndTime,
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 3,
        ...(NextToken ? { NextToken } : {}),
      });
      let datapoints = 0;
      for (const { Id, Timestamps, StatusCode } of page.MetricDataResults!) {
        datapoints += Timestamps!.length;
        statuses.push(StatusCode);
        pages.set(Id!, [...(pages.get(Id!) ?? []), ...Timestamps!.map(Number)]);
      }
      expect(datapoints).toBeLessThanOrEqual(3);
      NextToken = page.NextToken;
    } while (NextToken);
    expect([...pages.keys()]).toEqual(['a', 'nothing', 'b']);
    expect(pages.get('nothing')).toEqual([]);
    expect(pages.get('a')).toEqual(pages.get('b'));
    const all = pages.get('a')!;
    expect(all).toEqual(all.toSorted((a, b) => a - b));
    expect(new Set(all).size).toBe(all.length);
    expect(statuses).toContain('PartialData');
  });

  test.each([
    { what: 'another unit', more: query('q', 'ModelLatency', 'Average', { Unit: 'Seconds' }) },
    {
      what: 'a statistic AWS does not give',
      more: query('q', 'InvocationsPerInstance', 'Average'),
    },
    { what: 'a metric that does not exist', more: query('q', 'Invocation', 'Sum') },
  ])('GetMetricData finds nothing for $what, and calls that complete', async ({ more }) => {
    const { MetricDataResults } = await getData({ MetricDataQueries: [more] });
    expect(MetricDataResults).toMatchObject([{ Values: [], StatusCode: 'Complete' }]);
  });

  test.each([
    { what: 'no query', input: { MetricDataQueries: [] } },
    {
      what: 'two queries of one name',
      input: { MetricDataQueries: [query('a', 'X', 'Sum'), query('a', 'X', 'Sum')] },
    },
    {
      what: 'metric math',
      input: { MetricDataQueries: [{ Id: 'm', Expression: 'SUM(METRICS())' }] },
    },
    { what: 'a name with a capital', input: { MetricDataQueries: [query('A', 'X', 'Sum')] } },
    {
      what: 'an end before its start',
      input: { MetricDataQueries: [query('a', 'X', 'Sum')], EndTime: new Date(0) },
    },
    {
      what: 'a period between the periods',
      input: { MetricDataQueries: [query('a', 'X', 'Sum', { Period: 1.5 })] },
    },
    {
      what: 'a made-up token',
      input: { MetricDataQueries: [query('a', 'X', 'Sum')], NextToken: 'bogus' },
    },
  ])('GetMetricData refuses $what', async ({ input }) => {
    await expect(getData(input)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  test('GetMetricStatistics gives several statistics at once', async () => {
    const { Label, Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...everything(),
        Namespace: '/aws/sagemaker/Endpoints',
        MetricName: 'CPUUtilization',
        Dimensions: dimensions,
        Period: 60,
        Statistics: ['Average', 'Maximum'],
      }),
    );
    expect(Label).toBe('CPUUtilization');
    expect(Datapoints![0]).toMatchObject({ Unit: 'Percent', Average: expect.any(Number) });
  });

  test('ListMetrics lists the metrics of the variant and filters them', async () => {
    const all = await cloudwatch.send(new ListMetricsCommand({}));
    expect(all.Metrics!.map(({ MetricName }) => MetricName)).toContain('ModelLatency');
    const some = await cloudwatch.send(
      new ListMetricsCommand({ Namespace: 'AWS/SageMaker', MetricName: 'Invocations' }),
    );
    expect(some.Metrics).toHaveLength(1);
    const other = await cloudwatch.send(
      new ListMetricsCommand({ Dimensions: [{ Name: 'EndpointName', Value: 'other' }] }),
    );
    expect(other.Metrics).toEqual([]);
  });

  test('DescribeAlarms gives both alarms in wall-clock terms, by name and by prefix', async () => {
    const { MetricAlarms } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: 'TargetTracking-endpoint/wine/variant/' }),
    );
    expect(MetricAlarms).toMatchObject([
      {
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 10,
        Period: 1,
        EvaluationPeriods: 3,
        TreatMissingData: 'missing',
        AlarmDescription: expect.stringMatching(
          /^DO NOT EDIT OR DELETE\. For TargetTrackingScaling policy arn:.*:createdBy\/[\w-]+\.$/,
        ),
        AlarmActions: [expect.stringMatching(/:createdBy\/[\w-]+$/)],
        MetricName: 'InvocationsPerInstance',
        Statistic: 'Sum',
      },
      { ComparisonOperator: 'LessThanThreshold', Threshold: 9, EvaluationPeriods: 15 },
    ]);
    const [high] = MetricAlarms!;
    expect(high!.DatapointsToAlarm).toBeUndefined();
    const named = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [high!.AlarmName!] }),
    );
    expect(named.MetricAlarms).toHaveLength(1);
    const none = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'x' }));
    expect(none.MetricAlarms).toEqual([]);
  });

  test('DescribeAlarmHistory tells when a state changed, and why', async () => {
    const items = await until(async () => {
      const { AlarmHistoryItems } = await cloudwatch.send(
        new DescribeAlarmHistoryCommand({ HistoryItemType: 'StateUpdate' }),
      );
      return AlarmHistoryItems!.length > 0 ? AlarmHistoryItems! : undefined;
    });
    const newest = new DescribeAlarmHistoryCommand({ MaxRecords: 1 });
    expect((await cloudwatch.send(newest)).AlarmHistoryItems).toHaveLength(1);
    // The oldest: states may have changed again by now.
    const item = items.at(-1)!;
    expect(item.HistorySummary).toBe('Alarm updated from INSUFFICIENT_DATA to OK');
    expect(JSON.parse(item.HistoryData!)).toMatchObject({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA' },
      newState: { stateValue: 'OK', stateReasonData: { period: 1, threshold: 10 } },
    });
  });
});

describe('Application Auto Scaling', () => {
  test('describes the target and the policy in wall-clock terms', async () => {
    const targets = await scaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'sagemaker',
        ResourceIds: [variant.ResourceId],
      }),
    );
    expect(targets.ScalableTargets).toMatchObject([
      { ...variant, MinCapacity: 1, MaxCapacity: 4, SuspendedState: expect.anything() },
    ]);
    const policies = await scaling.send(new DescribeScalingPoliciesCommand(variant));
    expect(policies.ScalingPolicies).toMatchObject([
      {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 10,
          ScaleOutCooldown: 5,
          ScaleInCooldown: 5,
        },
        Alarms: [{}, {}],
      },
    ]);
    const elsewhere = { ServiceNamespace: 'ecs' } as const;
    const none = await scaling.send(new DescribeScalableTargetsCommand(elsewhere));
    expect(none.ScalableTargets).toEqual([]);
  });

  test('a policy put through the API is taken in wall-clock terms, with new alarms', async () => {
    const own = await start();
    const client = new ApplicationAutoScalingClient({ ...options, endpoint: own.url });
    const before = await client.send(new DescribeScalingPoliciesCommand(variant));
    const put = await client.send(
      new PutScalingPolicyCommand({
        ...trackingPolicy,
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
          },
          ScaleOutCooldown: 7,
        },
      }),
    );
    const after = await client.send(new DescribeScalingPoliciesCommand(variant));
    expect(after.ScalingPolicies).toMatchObject([
      {
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          ScaleOutCooldown: 7,
          // Not given: the default of 300 s, divided by 60.
          ScaleInCooldown: 5,
        },
        Alarms: put.Alarms,
      },
    ]);
    expect(put.Alarms).not.toEqual(before.ScalingPolicies![0]!.Alarms);
  });

  test('registering keeps what is not given, and moves the count into the new bounds', async () => {
    const own = await start({ instance: { provisioningSeconds: 6 } });
    const client = new ApplicationAutoScalingClient({ ...options, endpoint: own.url });
    await client.send(new RegisterScalableTargetCommand({ ...variant, MinCapacity: 2 }));
    const { ScalableTargets } = await client.send(new DescribeScalableTargetsCommand(variant));
    expect(ScalableTargets).toMatchObject([{ MinCapacity: 2, MaxCapacity: 4 }]);
    const activity = await until(async () => {
      const answer = await client.send(new DescribeScalingActivitiesCommand(variant));
      return answer.ScalingActivities!.find(({ StatusCode }) => StatusCode === 'Successful');
    });
    expect(activity).toMatchObject({
      Description: 'Setting desired instance count to 2.',
      Cause: 'minimum capacity was set to 2',
    });
    expect(activity.EndTime!.getTime() - activity.StartTime!.getTime()).toBeGreaterThanOrEqual(100);
  });

  test.each([
    { what: 'a minimum of 0', input: { MinCapacity: 0 } },
    { what: 'a minimum above the maximum', input: { MinCapacity: 9 } },
    { what: 'another resource', input: { ResourceId: 'endpoint/x/variant/y' } },
  ])('refuses $what', async ({ input }) => {
    const register = new RegisterScalableTargetCommand({ ...variant, ...input });
    await expect(scaling.send(register)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a burstable instance type has no autoscaling and cannot be given any', async () => {
    const burstable = await start({ instanceType: 'ml.t2.medium' });
    const client = new ApplicationAutoScalingClient({ ...options, endpoint: burstable.url });
    const { ScalingPolicies } = await client.send(new DescribeScalingPoliciesCommand(variant));
    expect(ScalingPolicies).toEqual([]);
    const register = { ...variant, MinCapacity: 1, MaxCapacity: 2 };
    await expect(client.send(new RegisterScalableTargetCommand(register))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('ml.t2.medium'),
    });
    await expect(client.send(new PutScalingPolicyCommand(trackingPolicy))).rejects.toMatchObject({
      name: 'ObjectNotFoundException',
    });
  });
});

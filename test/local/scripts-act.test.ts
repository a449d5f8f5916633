/** What scripts change takes effect: by the SDKs, as they would against AWS. */
import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import type { StandIn } from '../../src/local/stand-in.ts';
import { start, until } from './running.ts';

const VARIANT = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;
const EndpointName = 'wine';

async function clients(provisioningSeconds = 6): Promise<{
  standIn: StandIn;
  cloudWatch: CloudWatchClient;
  scaling: ApplicationAutoScalingClient;
  counts(): Promise<{ current: number; desired: number }>;
  sageMaker: SageMakerClient;
}> {
  // A minimum of one instance stays, and nothing scales out unless the test makes it.
  const standIn = await start({
    policy: { maxCapacity: 4, targetPerMinute: 1_000_000 },
    instance: { provisioningSeconds },
  });
  const options = {
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const sageMaker = new SageMakerClient(options);
  const counts = async () => {
    const { ProductionVariants } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName }),
    );
    const [variant] = ProductionVariants!;
    return { current: variant!.CurrentInstanceCount!, desired: variant!.DesiredInstanceCount! };
  };
  return {
    standIn,
    sageMaker,
    counts,
    cloudWatch: new CloudWatchClient(options),
    scaling: new ApplicationAutoScalingClient(options),
  };
}

test("a user's metric, alarm and step-scaling policy scale the endpoint out", async () => {
  const { cloudWatch, scaling, counts } = await clients();
  const { PolicyARN } = await scaling.send(
    new PutScalingPolicyCommand({
      ...VARIANT,
      PolicyName: 'by-depth',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 50, ScalingAdjustment: 1 },
          { MetricIntervalLowerBound: 50, ScalingAdjustment: 2 },
        ],
      },
    }),
  );
  const metric = { Namespace: 'Own/Queue', MetricName: 'Depth' };
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'deep',
      ...metric,
      Statistic: 'Maximum',
      Period: 1,
      EvaluationPeriods: 1,
      Threshold: 100,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [PolicyARN!],
    }),
  );
  // Long enough that the SDK compresses it.
  const padding = Array.from({ length: 400 }, (_, i) => ({
    MetricName: `Other${i % 20}`,
    Value: i,
  }));
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: metric.Namespace,
      MetricData: [{ MetricName: metric.MetricName, Value: 170, Unit: 'Count' }, ...padding],
    }),
  );
  await until(async () => ((await counts()).current === 3 ? true : undefined));
  const activities = await scaling.send(new DescribeScalingActivitiesCommand(VARIANT));
  expect(activities.ScalingActivities!.at(-1)).toMatchObject({
    Description: 'Setting desired instance count to 3.',
    Cause: 'monitor alarm deep in state ALARM triggered policy by-depth',
  });
  const { AlarmHistoryItems } = await cloudWatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'deep', HistoryItemType: 'Action' }),
  );
  expect(AlarmHistoryItems![0]!.HistorySummary).toBe(`Successfully executed action ${PolicyARN}`);
  const { Datapoints } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      ...metric,
      StartTime: new Date(Date.now() - 60_000),
      EndTime: new Date(),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 170, Unit: 'Count' }]);

  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['deep'] }));
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms!.map(({ AlarmName }) => AlarmName)).not.toContain('deep');
  await expect(
    cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['deep'] })),
  ).rejects.toMatchObject({ message: 'The alarm deep does not exist.' });
});

test('an operator sets the instance count; a second change waits for the first', async () => {
  // Longer than a busy machine may take between the two calls.
  const { sageMaker, counts } = await clients(240);
  const set = (DesiredInstanceCount: number, VariantName = 'AllTraffic') =>
    sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName,
        DesiredWeightsAndCapacities: [{ VariantName, DesiredInstanceCount }],
      }),
    );
  await set(2);
  await expect(set(3)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^Cannot update in-progress endpoint "arn:.*endpoint\/wine"\.$/),
  });
  await expect(set(3, 'Other')).rejects.toThrow('Could not find variant "Other"');
  await until(async () => ((await counts()).current === 2 ? true : undefined));
});

test('a scheduled action raises the minimum, and deregistering ends all scaling', async () => {
  const { scaling, counts } = await clients();
  // Whole seconds, and one that is still to come.
  const soon = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toISOString().slice(0, 19);
  await scaling.send(
    new PutScheduledActionCommand({
      ...VARIANT,
      ScheduledActionName: 'soon',
      Schedule: `at(${soon})`,
      ScalableTargetAction: { MinCapacity: 3 },
    }),
  );
  await until(async () => ((await counts()).desired === 3 ? true : undefined));
  const describe = () =>
    scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' }));
  expect((await describe()).ScalableTargets).toMatchObject([{ MinCapacity: 3, MaxCapacity: 4 }]);
  await scaling.send(new DeregisterScalableTargetCommand(VARIANT));
  expect((await describe()).ScalableTargets).toEqual([]);
  await expect(scaling.send(new DeregisterScalableTargetCommand(VARIANT))).rejects.toMatchObject({
    name: 'ObjectNotFoundException',
  });
});

test('metrics of AWS cannot be put, nor a schedule that cannot be read', async () => {
  const { cloudWatch, scaling } = await clients();
  const put = new PutMetricDataCommand({
    Namespace: 'AWS/SageMaker',
    MetricData: [{ MetricName: 'Invocations', Value: 1 }],
  });
  await expect(cloudWatch.send(put)).rejects.toThrow(
    'The value AWS/SageMaker for parameter Namespace is invalid.',
  );
  const schedule = new PutScheduledActionCommand({
    ...VARIANT,
    ScheduledActionName: 'never',
    Schedule: 'every morning',
    ScalableTargetAction: { MinCapacity: 3 },
  });
  await expect(scaling.send(schedule)).rejects.toThrow(
    'Invalid schedule expression: every morning.',
  );
});

/** An inference component as clients see it: the SDKs, the `aws` command, and boto3 in botocore's test. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeInferenceComponentCommand,
  ListInferenceComponentsCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
  UpdateInferenceComponentRuntimeConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../../src/local/stand-in.ts';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { AWS, isInstalled } from '../peers.ts';
import { predict, ROW, start, until } from './running.ts';

const NAME = 'Wine-Component';
const InferenceComponentName = NAME;
const EndpointName = 'wine';
const RESOURCE = {
  ServiceNamespace: 'sagemaker',
  ResourceId: `inference-component/${NAME}`,
  ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
} as const;
const VARIANT = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

function clientsOf({ url: endpoint }: StandIn) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const sageMaker = new SageMakerClient(options);
  const runtime = new SageMakerRuntimeClient(options);
  return {
    sageMaker,
    scaling: new ApplicationAutoScalingClient(options),
    cloudWatch: new CloudWatchClient(options),
    component: () =>
      sageMaker.send(new DescribeInferenceComponentCommand({ InferenceComponentName })),
    variant: async () =>
      (await sageMaker.send(new DescribeEndpointCommand({ EndpointName }))).ProductionVariants![0]!,
    invoke: (name?: string) =>
      runtime.send(
        new InvokeEndpointCommand({
          EndpointName,
          ContentType: 'text/csv',
          Body: ROW,
          ...(name !== undefined && { InferenceComponentName: name }),
        }),
      ),
  };
}

/** Nothing scales by itself. */
const quiet = { targetPerMinute: 1e9, minCapacity: 0, scaleInDisabled: true };
const begin = (component: object = {}, more: StandInInput = {}) =>
  start({
    policy: quiet,
    instance: { provisioningSeconds: 12 },
    component: { name: NAME, copyStartSeconds: 6, instanceIdleSeconds: 60, ...component },
    ...more,
  });

describe('an idle component of one copy', async () => {
  const standIn = await begin({ copiesPerInstance: 2, maxInstances: 3 });
  const { sageMaker, scaling, cloudWatch, component, variant, invoke } = clientsOf(standIn);

  test('is described, with its endpoint, its model and its copies', async () => {
    expect(await component()).toMatchObject({
      InferenceComponentName: NAME,
      InferenceComponentArn:
        'arn:aws:sagemaker:us-east-1:123456789012:inference-component/wine-component',
      EndpointName,
      VariantName: 'AllTraffic',
      Specification: { ModelName: 'wine-model' },
      RuntimeConfig: { DesiredCopyCount: 1, CurrentCopyCount: 1 },
      InferenceComponentStatus: 'InService',
    });
    const missing = new DescribeInferenceComponentCommand({ InferenceComponentName: 'other' });
    await expect(sageMaker.send(missing)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Could not find inference component "other".',
    });
  });

  test.each([
    { filter: {}, found: 1 },
    { filter: { EndpointNameEquals: EndpointName, VariantNameEquals: 'AllTraffic' }, found: 1 },
    { filter: { NameContains: 'comp', StatusEquals: 'InService' as const }, found: 1 },
    { filter: { EndpointNameEquals: 'other' }, found: 0 },
    { filter: { VariantNameEquals: 'other' }, found: 0 },
    { filter: { StatusEquals: 'Failed' as const }, found: 0 },
    { filter: { LastModifiedTimeAfter: new Date('2100-01-01') }, found: 0 },
  ])('is listed or left out by $filter', async ({ filter, found }) => {
    const command = new ListInferenceComponentsCommand(filter);
    expect((await sageMaker.send(command)).InferenceComponents).toHaveLength(found);
  });

  test('its endpoint manages the instances, and its configuration names no model', async () => {
    const ManagedInstanceScaling = { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 3 };
    expect(await variant()).toMatchObject({
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
      ManagedInstanceScaling,
    });
    const config = await sageMaker.send(
      new DescribeEndpointConfigCommand({ EndpointConfigName: 'wine-config' }),
    );
    expect(config.ExecutionRoleArn).toMatch(/^arn:aws:iam::/);
    const [configured] = config.ProductionVariants!;
    expect(configured).toMatchObject({ InitialInstanceCount: 1, ManagedInstanceScaling });
    expect(configured).not.toHaveProperty('ModelName');
  });

  test('takes requests that name it, from callers and from the function in front', async () => {
    expect((await invoke(NAME)).Body!.transformToString()).toBe('0.0');
    expect((await predict(standIn)).body).toMatchObject({ statusCode: 200 });
    await expect(invoke()).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^Inference Component Name header is required for endpoints/),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(invoke('other')).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('its target, policy and alarms name it; the variant is no target', async () => {
    const target = new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' });
    expect((await scaling.send(target)).ScalableTargets).toMatchObject([
      { ...RESOURCE, MinCapacity: 0, MaxCapacity: 4 },
    ]);
    const { ScalingPolicies } = await scaling.send(new DescribeScalingPoliciesCommand(RESOURCE));
    expect(ScalingPolicies).toMatchObject([
      {
        PolicyARN: expect.stringContaining(`resource/sagemaker/inference-component/${NAME}:`),
        TargetTrackingScalingPolicyConfiguration: {
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy',
          },
        },
      },
    ]);
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      {
        MetricName: 'InvocationsPerCopy',
        Dimensions: [{ Name: 'InferenceComponentName', Value: NAME }],
      },
      { MetricName: 'InvocationsPerCopy' },
    ]);
    const policies = await scaling.send(new DescribeScalingPoliciesCommand(VARIANT));
    expect(policies.ScalingPolicies).toEqual([]);
    const activities = await scaling.send(new DescribeScalingActivitiesCommand(VARIANT));
    expect(activities.ScalingActivities).toEqual([]);
    const register = new RegisterScalableTargetCommand({ ...VARIANT, MaxCapacity: 5 });
    await expect(scaling.send(register)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('its metrics are listed by its name', async () => {
    const Dimensions = [{ Name: 'InferenceComponentName' }];
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Dimensions }));
    expect(new Set(Metrics!.map(({ MetricName }) => MetricName))).toEqual(
      new Set([
        'Invocations',
        'InvocationsPerCopy',
        'Invocation4XXErrors',
        'Invocation5XXErrors',
        'InvocationModelErrors',
        'ModelLatency',
        'OverheadLatency',
        'NoCapacityInvocationFailures',
        'ConcurrentRequestsPerCopy',
        'CPUUtilizationNormalized',
      ]),
    );
    const ofModel = new ListMetricsCommand({ MetricName: 'ConcurrentRequestsPerModel' });
    expect((await cloudWatch.send(ofModel)).Metrics).toEqual([]);
  });

  test('nobody else sets its instances, and nobody tracks a metric of instances', async () => {
    const set = new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName,
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: 2 }],
    });
    await expect(sageMaker.send(set)).rejects.toMatchObject({ name: 'ValidationException' });
    const put = new PutScalingPolicyCommand({
      ...RESOURCE,
      PolicyName: 'SageMakerEndpointInvocationScalingPolicy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 100,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
      },
    });
    await expect(scaling.send(put)).rejects.toMatchObject({
      message: expect.stringMatching(/SageMakerInferenceComponentInvocationsPerCopy, /),
    });
  });
});

test('copies are set by hand: one fits, the next waits for an instance', async () => {
  const { sageMaker, component, variant } = clientsOf(await begin({ copiesPerInstance: 2 }));
  const set = (CopyCount: number) =>
    sageMaker.send(
      new UpdateInferenceComponentRuntimeConfigCommand({
        InferenceComponentName,
        DesiredRuntimeConfig: { CopyCount },
      }),
    );
  await set(3);
  expect((await component()).RuntimeConfig).toMatchObject({ DesiredCopyCount: 3 });
  await until(async () => {
    const { RuntimeConfig, InferenceComponentStatus } = await component();
    const { CurrentInstanceCount, DesiredInstanceCount } = await variant();
    const done = InferenceComponentStatus === 'InService' && CurrentInstanceCount === 2;
    if (done) expect(DesiredInstanceCount).toBe(2);
    return (done && RuntimeConfig!.CurrentCopyCount === 3) || undefined;
  });
  await set(1);
  await until(async () => (await variant()).CurrentInstanceCount === 1 || undefined);
});

test('a request at zero copies is refused, counted, and wakes the component', async () => {
  const standIn = await begin(
    { minInstances: 0, initialCopies: 0, wakeUp: true },
    { publishDelaySeconds: 0, lambda: {} },
  );
  const { cloudWatch, scaling, component, variant, invoke } = clientsOf(standIn);
  expect(await variant()).toMatchObject({ CurrentInstanceCount: 0, DesiredInstanceCount: 0 });
  await expect(invoke(NAME)).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(
      /^Inference Component has no capacity to process this request\./,
    ),
    $metadata: { httpStatusCode: 400 },
  });
  const refused = JSON.stringify((await predict(standIn)).body);
  expect(refused).toMatch(/ValidationError: Inference Component has no capacity/);
  await until(async () => (await component()).RuntimeConfig!.CurrentCopyCount || undefined);
  expect((await invoke(NAME)).Body!.transformToString()).toBe('0.0');
  const { ScalingActivities } = await scaling.send(new DescribeScalingActivitiesCommand(RESOURCE));
  expect(ScalingActivities!.at(-1)).toMatchObject({
    Description: 'Setting desired copy count to 1.',
    Cause: `monitor alarm ${NAME}-no-capacity in state ALARM triggered policy ${NAME}-wake-up`,
  });
  const Metric = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'NoCapacityInvocationFailures',
    Dimensions: [{ Name: 'InferenceComponentName', Value: NAME }],
  };
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'q', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 600_000),
    }),
  );
  expect(MetricDataResults![0]!.Values!.reduce((sum, value) => sum + value, 0)).toBe(2);
});

test('an endpoint without components refuses the header, and has none to list', async () => {
  const { sageMaker, component, invoke } = clientsOf(await start());
  await expect(invoke(NAME)).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(/^Inference Component Name header is not allowed for endpoints/),
  });
  const list = await sageMaker.send(new ListInferenceComponentsCommand({}));
  expect(list.InferenceComponents).toEqual([]);
  await expect(component()).rejects.toMatchObject({ name: 'ValidationException' });
});

test('the aws command scales a component to zero', async ({ skip }) => {
  if (!isInstalled(AWS)) skip(`${AWS} is not installed`);
  const standIn = await begin({ minInstances: 0 });
  const { url } = standIn;
  const { variant } = clientsOf(standIn);
  const env = {
    PATH: '/usr/bin:/bin',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const aws = async (...words: string[]) => {
    const all = ['--endpoint-url', url, '--output', 'json', ...words];
    const { stdout } = await promisify(execFile)(AWS, all, { env });
    return stdout ? JSON.parse(stdout) : {};
  };
  const resource = [
    ...['--service-namespace', 'sagemaker', '--resource-id', RESOURCE.ResourceId],
    ...['--scalable-dimension', RESOURCE.ScalableDimension],
  ];
  await aws(
    ...['application-autoscaling', 'register-scalable-target', ...resource],
    ...['--min-capacity', '0', '--max-capacity', '0'],
  );
  const { ScalingActivities } = await aws(
    ...['application-autoscaling', 'describe-scaling-activities', ...resource],
  );
  expect(ScalingActivities).toMatchObject([
    {
      Description: 'Setting desired copy count to 0.',
      Cause: 'maximum capacity was set to 0',
    },
  ]);
  await until(async () => (await variant()).CurrentInstanceCount === 0 || undefined);
  // Distributions ship one that is too old to describe the component itself.
  const endpoint = await aws('sagemaker', 'describe-endpoint', '--endpoint-name', EndpointName);
  expect(endpoint.ProductionVariants[0]).toMatchObject({
    CurrentInstanceCount: 0,
    DesiredInstanceCount: 0,
  });
});

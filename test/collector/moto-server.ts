/** moto's server on a free port, with the AWS account that the tests of the collector look at. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { MOTO } from '../peers.ts';

export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

export const DIMENSIONS = [
  { Name: 'EndpointName', Value: 'wine' },
  { Name: 'VariantName', Value: 'AllTraffic' },
];
export const VARIANT_RESOURCE = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;
/** As target tracking names them. */
export const HIGH_ALARM = 'TargetTracking-endpoint/wine/variant/AllTraffic-AlarmHigh-1';

export function configurationFor(url: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: url, region: 'us-east-1', credentials };
}

export async function startMoto(): Promise<MotoServer> {
  const child = spawn(MOTO, ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stderr });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.once('error', reject);
    void exited.then(() => reject(new Error('moto_server ended before it listened')));
  });
  const stop = async () => {
    child.kill();
    await exited;
  };
  return { url, stop };
}

/** One endpoint of one instance under target tracking. moto makes no alarms of a policy: see below. */
export async function createVariant(url: string): Promise<void> {
  const sageMaker = new SageMakerClient(configurationFor(url));
  const autoScaling = new ApplicationAutoScalingClient(configurationFor(url));
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: 'wine-model',
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/sagemaker',
      PrimaryContainer: { Image: 'xgboost', ModelDataUrl: 's3://models/wine.tar.gz' },
    }),
  );
  const variant = {
    VariantName: 'AllTraffic',
    ModelName: 'wine-model',
    InitialInstanceCount: 1,
    InstanceType: 'ml.m5.xlarge',
    InitialVariantWeight: 1,
  } as const;
  const EndpointConfigName = 'wine-config';
  await sageMaker.send(
    new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant] }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: 'wine', EndpointConfigName }));
  await autoScaling.send(
    new RegisterScalableTargetCommand({
      ...VARIANT_RESOURCE,
      MinCapacity: 1,
      MaxCapacity: 4,
      RoleARN: 'arn:aws:iam::123456789012:role/scaling',
      SuspendedState: {
        DynamicScalingInSuspended: true,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    }),
  );
  await autoScaling.send(
    new PutScalingPolicyCommand({
      ...VARIANT_RESOURCE,
      PolicyName: 'wine-policy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
        ScaleOutCooldown: 30,
        ScaleInCooldown: 600,
        DisableScaleIn: true,
      },
    }),
  );
}

/** What the policy's high alarm is on AWS. */
export async function createAlarm(url: string): Promise<void> {
  const cloudWatch = new CloudWatchClient(configurationFor(url));
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: HIGH_ALARM,
      Namespace: 'AWS/SageMaker',
      MetricName: 'InvocationsPerInstance',
      Dimensions: DIMENSIONS,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 600,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmDescription: 'Of the policy wine-policy.',
      AlarmActions: ['arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1'],
    }),
  );
}

export interface PutPoint {
  readonly namespace?: string;
  readonly metric: string;
  readonly value: number;
  readonly atMs: number;
  readonly dimensions?: { Name: string; Value: string }[];
}

export async function putMetrics(url: string, points: readonly PutPoint[]): Promise<void> {
  const cloudWatch = new CloudWatchClient(configurationFor(url));
  for (const { namespace, metric, value, atMs, dimensions } of points) {
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: namespace ?? 'AWS/SageMaker',
        MetricData: [
          {
            MetricName: metric,
            Dimensions: dimensions ?? DIMENSIONS,
            Timestamp: new Date(atMs),
            Value: value,
            Unit: 'None',
          },
        ],
      }),
    );
  }
}

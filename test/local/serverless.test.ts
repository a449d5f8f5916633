import {
  ApplicationAutoScalingClient,
  DescribeScalingPoliciesCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, test } from 'vitest';
import { MINUTE, START, virtual } from '../simulation/virtual.ts';
import { start } from './running.ts';

const instance = { serviceTimeMs: 100, serviceTimeSigma: 0 };
const pool = (changes = {}) => {
  const serverless = { maxConcurrency: 2, coldStartMs: 1000, ...changes };
  const { simulation } = virtual({ instance, serverless });
  return simulation;
};

describe('in virtual time', () => {
  test('the first request waits for a cold start, the next one does not', () => {
    const simulation = pool();
    expect(simulation.arrive(START)).toEqual({
      outcome: 'served',
      completeMs: START + 1100,
      setupMs: 1000,
    });
    expect(simulation.arrive(START + 2000)).toMatchObject({
      completeMs: START + 2100,
      setupMs: 0,
    });
  });

  test('beyond its concurrency a request is throttled, and served again once one is done', () => {
    const simulation = pool();
    const outcomes = [0, 0, 0, 1100].map((ms) => simulation.arrive(START + ms).outcome);
    expect(outcomes).toEqual(['served', 'served', 'throttled', 'served']);
  });

  test('an environment that was idle too long is gone', () => {
    const simulation = pool({ keepWarmSeconds: 60 });
    simulation.arrive(START);
    expect(simulation.arrive(START + 5 * MINUTE)).toMatchObject({ setupMs: 1000 });
  });

  test('its metrics count throttles among the 4XX errors, and cold starts in microseconds', () => {
    const simulation = pool();
    for (let i = 0; i < 5; i++) simulation.arrive(START);
    const { store } = simulation.serverless!;
    const at = store.indexAt(START);
    expect(store.aggregate('Invocations', at)?.sum).toBe(5);
    expect(store.aggregate('Invocation4XXErrors', at)?.sum).toBe(3);
    expect(store.aggregate('ModelSetupTime', at)).toMatchObject({ count: 2, max: 1_000_000 });
    expect(store.aggregate('MemoryUtilization', at)?.max).toBeLessThanOrEqual(100);
  });
});

describe('on the wire', async () => {
  const standIn = await start({
    instance,
    // So long that requests sent together run together, on a slow machine too.
    serverless: { maxConcurrency: 3, memoryMb: 4096, coldStartMs: 2_000 },
  });
  const options = {
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const config = { MemorySizeInMB: 4096, MaxConcurrency: 3 };

  test('the endpoint is InService and has no instance count', async () => {
    const client = new SageMakerClient(options);
    const endpoint = await client.send(new DescribeEndpointCommand({ EndpointName: 'wine' }));
    expect(endpoint.EndpointStatus).toBe('InService');
    const [variant] = endpoint.ProductionVariants!;
    expect(variant).toMatchObject({ CurrentServerlessConfig: config });
    expect(variant).not.toHaveProperty('CurrentInstanceCount');
    expect(variant).not.toHaveProperty('DesiredInstanceCount');
    const name = endpoint.EndpointConfigName!;
    const described = await client.send(
      new DescribeEndpointConfigCommand({ EndpointConfigName: name }),
    );
    expect(described.ProductionVariants![0]).toMatchObject({ ServerlessConfig: config });
    expect(described.ProductionVariants![0]).not.toHaveProperty('InstanceType');
  });

  test('a throttled InvokeEndpoint is a ThrottlingException', async () => {
    const client = new SageMakerRuntimeClient(options);
    const row = '14.23,1.71,2.43,15.6,127,2.8,3.06,0.28,2.29,5.64,1.04,3.92,1065';
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        client.send(
          new InvokeEndpointCommand({ EndpointName: 'wine', ContentType: 'text/csv', Body: row }),
        ),
      ),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]!.reason).toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('only the metrics of serverless endpoints are there', async () => {
    const { Metrics } = await new CloudWatchClient(options).send(
      new ListMetricsCommand({ Dimensions: [{ Name: 'EndpointName' }] }),
    );
    expect(Metrics!.map(({ MetricName }) => MetricName).toSorted()).toEqual([
      'Invocation4XXErrors',
      'Invocation5XXErrors',
      'Invocations',
      'MemoryUtilization',
      'ModelSetupTime',
      'OverheadLatency',
    ]);
  });

  test('there is no policy, and no instance count to register', async () => {
    const client = new ApplicationAutoScalingClient(options);
    const { ScalingPolicies } = await client.send(
      new DescribeScalingPoliciesCommand({ ServiceNamespace: 'sagemaker' }),
    );
    expect(ScalingPolicies).toEqual([]);
    const register = new RegisterScalableTargetCommand({
      ServiceNamespace: 'sagemaker',
      ResourceId: 'endpoint/wine/variant/AllTraffic',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      MinCapacity: 1,
      MaxCapacity: 2,
    });
    await expect(client.send(register)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

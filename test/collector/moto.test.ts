import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchAlarms } from '../../src/collector/alarms.ts';
import { type AwsClients, createClients } from '../../src/collector/clients.ts';
import { ClockOffset } from '../../src/collector/clock-offset.ts';
import { fetchEndpoint } from '../../src/collector/endpoint.ts';
import { fetchEndpointConfig } from '../../src/collector/endpoint-config.ts';
import { toFailure } from '../../src/collector/failure.ts';
import { FUNCTION_SETTINGS } from '../../src/collector/function-settings.ts';
import { fetchContainers } from '../../src/collector/metrics/containers.ts';
import { fetchMetrics } from '../../src/collector/metrics/fetch-metrics.ts';
import { watchedMetrics } from '../../src/collector/metrics/watched-metrics.ts';
import { fetchPolicies } from '../../src/collector/policies.ts';
import { fetchScalableTarget } from '../../src/collector/scaling.ts';
import { watchSchema } from '../../src/scenario/schema.ts';
import { hasMoto } from '../peers.ts';
import { collect, eventually } from './collecting.ts';
import {
  createAlarm,
  createVariant,
  DIMENSIONS,
  HIGH_ALARM,
  type MotoServer,
  putMetrics,
  startMoto,
} from './moto-server.ts';

const MINUTE = 60_000;
const PERIODS = {
  invocationSeconds: 60,
  utilizationSeconds: 60,
  frontSeconds: 60,
  shortSeconds: 10,
};
/** Three whole minutes, lately. */
const FIRST = Math.floor(Date.now() / MINUTE) * MINUTE - 3 * MINUTE;
const container = (name: string) => [...DIMENSIONS, { Name: 'ContainerName', Value: name }];

describe.skipIf(!hasMoto())(
  "what is read from moto's server (needs moto[server]: set SCALEPROOF_MOTO to its moto_server)",
  { timeout: 60_000 },
  () => {
    let moto: MotoServer;
    let clients: AwsClients;
    const clock = new ClockOffset();
    const watchFor = (endpointName: string) =>
      watchSchema.parse({ endpointName, endpointUrl: moto.url, functionName: 'dogs' });

    beforeAll(async () => {
      moto = await startMoto();
      await createVariant(moto.url);
      await createAlarm(moto.url);
      await putMetrics(moto.url, [
        { metric: 'InvocationsPerInstance', value: 2, atMs: FIRST },
        { metric: 'InvocationsPerInstance', value: 3, atMs: FIRST + 30_000 },
        { metric: 'InvocationsPerInstance', value: 7, atMs: FIRST + MINUTE },
        { metric: 'ModelLatency', value: 12_000, atMs: FIRST },
        { metric: 'ModelLatency', value: 18_000, atMs: FIRST + 10_000 },
        { namespace: '/aws/sagemaker/Endpoints', metric: 'CPUUtilization', value: 55, atMs: FIRST },
        { metric: 'ConcurrentRequestsPerModel', value: 4, atMs: FIRST },
        { metric: 'ConcurrentRequestsPerModel', value: 9, atMs: FIRST + 10_000 },
        { metric: 'ContainerLatency', value: 5_000, atMs: FIRST, dimensions: container('two') },
        { metric: 'ContainerLatency', value: 3_000, atMs: FIRST, dimensions: container('one') },
        {
          namespace: 'AWS/Lambda',
          metric: 'Throttles',
          value: 6,
          atMs: FIRST,
          dimensions: [{ Name: 'FunctionName', Value: 'dogs' }],
        },
        {
          namespace: 'AWS/ApiGateway',
          metric: '4xx',
          value: 8,
          atMs: FIRST,
          dimensions: [
            { Name: 'ApiId', Value: 'a1b2' },
            { Name: 'Stage', Value: '$default' },
          ],
        },
      ]);
      clients = createClients(watchFor('wine'), clock, Date.now);
    });

    afterAll(async () => {
      clients?.destroy();
      await moto?.stop();
    });

    test('the endpoint and its configuration', async () => {
      const watch = watchFor('wine');
      expect(await fetchEndpoint(clients.sageMaker, watch, 1)).toEqual({
        type: 'endpoint',
        atMs: 1,
        status: 'InService',
        variantName: 'AllTraffic',
        currentInstanceCount: 1,
        desiredInstanceCount: 1,
      });
      expect(await fetchEndpointConfig(clients.sageMaker, watch, 2)).toEqual({
        type: 'endpoint-config',
        atMs: 2,
        name: 'wine-config',
        instanceType: 'ml.m5.xlarge',
        initialInstanceCount: 1,
      });
    });

    test('a missing endpoint is not found', async () => {
      const cause = await fetchEndpoint(clients.sageMaker, watchFor('nowhere'), 1).catch(toFailure);
      expect(cause).toMatchObject({ kind: 'not-found', attempts: 1 });
    });

    test('the capacity and the policy; without either, nothing and no failure', async () => {
      const { autoScaling } = clients;
      expect(await fetchScalableTarget(autoScaling, watchFor('wine'), 1)).toMatchObject({
        minCapacity: 1,
        maxCapacity: 4,
        scaleOutSuspended: false,
        scaleInSuspended: true,
      });
      const { observations, alarmNames } = await fetchPolicies(autoScaling, watchFor('wine'), 1);
      expect(observations).toEqual([
        {
          type: 'policy',
          atMs: 1,
          name: 'wine-policy',
          policyType: 'TargetTrackingScaling',
          metric: 'SageMakerVariantInvocationsPerInstance',
          targetValue: 600,
          scaleOutCooldownSeconds: 30,
          scaleInCooldownSeconds: 600,
          scaleInDisabled: true,
        },
      ]);
      expect(alarmNames).toEqual([]);
      expect(await fetchScalableTarget(autoScaling, watchFor('nowhere'), 1)).toBeNull();
      const none = await fetchPolicies(autoScaling, watchFor('nowhere'), 1);
      expect(none).toEqual({ observations: [], alarmNames: [], doubts: [] });
    });

    test('an alarm', async () => {
      expect(await fetchAlarms(clients.cloudWatch, [HIGH_ALARM], 1)).toMatchObject([
        {
          name: HIGH_ALARM,
          role: 'high',
          metric: 'InvocationsPerInstance',
          stat: 'Sum',
          comparison: 'GreaterThanThreshold',
          threshold: 600,
          periodSeconds: 60,
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
        },
      ]);
    });

    test('the containers of a pipeline, from its metrics', async () => {
      expect(await fetchContainers(clients.cloudWatch, watchFor('wine'))).toEqual(['one', 'two']);
      expect(await fetchContainers(clients.cloudWatch, watchFor('nowhere'))).toEqual([]);
    });

    test('metrics of the whole path, of two periods, in one call, in units of our own', async () => {
      const watch = { ...watchFor('wine'), api: { id: 'a1b2', stage: '$default' } };
      const metrics = watchedMetrics(
        watch,
        { hosting: 'instances', containers: ['one', 'two'], instanceIds: [], alarmed: [] },
        PERIODS,
      );
      const window = { startMs: FIRST - MINUTE, endMs: FIRST + 4 * MINUTE };
      const { readings, incomplete } = await fetchMetrics(clients.cloudWatch, metrics, window);
      expect(incomplete).toBeNull();
      const told = readings.map(
        ({ service, container: of, metric, stat, timestampMs, value, periodSeconds }) =>
          [service, of, metric, stat, periodSeconds, (timestampMs - FIRST) / 1_000, value].join(
            ' ',
          ),
      );
      expect(told.toSorted()).toEqual([
        'api-gateway  4XXError Sum 60 0 8',
        'lambda  Throttles Sum 60 0 6',
        'sagemaker  CPUUtilization Average 60 0 55',
        'sagemaker  ConcurrentRequestsPerModel Maximum 10 0 4',
        'sagemaker  ConcurrentRequestsPerModel Maximum 10 10 9',
        'sagemaker  InvocationsPerInstance Sum 60 0 5',
        'sagemaker  InvocationsPerInstance Sum 60 60 7',
        'sagemaker  ModelLatency Average 60 0 15',
        'sagemaker  ModelLatency Maximum 60 0 18',
        'sagemaker one ContainerLatency Average 60 0 3',
        'sagemaker one ContainerLatency Maximum 60 0 3',
        'sagemaker two ContainerLatency Average 60 0 5',
        'sagemaker two ContainerLatency Maximum 60 0 5',
      ]);
    });

    test('splits more metrics than one call allows', async () => {
      const containers = Array.from({ length: 300 }, (_, index) => `no-${index}`);
      const metrics = watchedMetrics(
        watchFor('wine'),
        { hosting: 'instances', containers: [...containers, 'two'], instanceIds: [], alarmed: [] },
        PERIODS,
      );
      expect(metrics.length).toBeGreaterThan(600);
      const window = { startMs: FIRST, endMs: FIRST + MINUTE };
      const { readings } = await fetchMetrics(clients.cloudWatch, metrics, window);
      const latencies = readings.filter(({ metric }) => metric === 'ContainerLatency');
      expect(latencies.map(({ value }) => value)).toEqual([5, 5]);
    });

    test('a missing function is not found', async () => {
      const of = { name: 'nowhere', qualifier: undefined };
      for (const api of ['GetFunctionConcurrency', 'GetFunctionConfiguration']) {
        const failure = await FUNCTION_SETTINGS[api]!(clients.lambda, of).catch(toFailure);
        expect(failure).toMatchObject({ kind: 'not-found' });
      }
    });

    test("the Date header gives its clock's offset, which is zero here", () => {
      const { offsetMs, plusMinusMs } = clock.estimate()!;
      expect(Math.abs(offsetMs)).toBeLessThanOrEqual(plusMinusMs);
      expect(plusMinusMs).toBeLessThan(2_000);
    });

    test('the whole collector: a gap for what moto does not implement, and everything else', async () => {
      const { collector, of } = collect(moto.url);
      expect(await collector.start()).toBeNull();
      await eventually(() => expect(of('endpoint-config')).toHaveLength(1));
      expect(of('policy')).toHaveLength(1);
      const tracked = of('datapoint').filter(({ metric }) => metric === 'InvocationsPerInstance');
      expect(tracked.map(({ value }) => value)).toEqual([5, 7]);
      expect(new Set(of('gap').map(({ api }) => api))).toEqual(
        new Set(['DescribeScalingActivities']),
      );
    });
  },
);

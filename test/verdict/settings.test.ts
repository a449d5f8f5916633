import { describe, expect, it } from 'vitest';
import { settingRows } from '../../src/report/setting-rows.ts';
import { judge } from '../../src/verdict/judge.ts';
import { syntheticRun, without } from './synthetic-run.ts';

const rows = (record: ReturnType<typeof syntheticRun>) =>
  Object.fromEntries(settingRows(judge(record)));
const settings = (record: ReturnType<typeof syntheticRun>) => judge(record).settings;

describe('settings', () => {
  it('tells what was read of endpoint, policy, alarms and function', () => {
    const record = syntheticRun({
      policy: { scaleOutCooldownSeconds: 25, scaleInCooldownSeconds: 50 },
      lambda: { accountConcurrency: 1_000, memoryMb: 512, timeoutSeconds: 25 },
    });
    expect(rows(record)).toEqual({
      endpoint: 'real-time, on instances',
      'instance type': 'ml.m5.xlarge',
      capacity: '1 to 4 instances',
      policy: 'SageMakerVariantInvocationsPerInstance at 2,000 in 5 s (24,000 a minute)',
      'scale-out cooldown': '25 s',
      'scale-in cooldown': '50 s',
      'high alarm':
        'InvocationsPerInstance (Sum) above 2,000 (24,000 a minute) for 3 of 3 periods of 5 s',
      'low alarm':
        'InvocationsPerInstance (Sum) below 1,800 (21,600 a minute) for 15 of 15 periods of 5 s',
      function: 'wine',
      'reserved concurrency': '2,000',
      'provisioned concurrency': '1,000',
      'account concurrency': '1,000',
      'function memory': '512 MB',
      'function timeout': '25 s',
      'endpoint polled': 'every 1 s',
      'metrics polled': 'every 15 s',
      'time compression': '12 times faster than AWS',
    });
  });

  it('leaves out what was not read', () => {
    const record = without(
      syntheticRun(),
      'policy',
      'alarm',
      'scalable-target',
      'function',
      'endpoint-config',
      'endpoint',
    );
    expect(rows(record)).toEqual({
      'endpoint polled': 'every 1 s',
      'metrics polled': 'every 15 s',
      'time compression': '12 times faster than AWS',
    });
    expect(settings(record)).toMatchObject({
      endpoint: { kind: null, instanceType: null },
      ...{ serverless: null, capacity: null, policy: null, alarms: [], function: null },
    });
  });

  it('tells the limits of a serverless endpoint, and what is suspended', () => {
    const record = syntheticRun({
      scaleOutSuspended: true,
      serverless: { maxConcurrency: 50, memoryMb: 2_048, provisionedConcurrency: 5 },
    });
    expect(rows(record)).toMatchObject({
      endpoint: 'serverless',
      'serverless limits': 'max concurrency 50, 5 provisioned, 2,048 MB',
      'scaling suspended': 'scale-out',
    });
  });

  it('takes the last reading of a thing that changed', () => {
    const [policy] = syntheticRun().aws.filter((event) => event.type === 'policy');
    const changed = { ...policy!, atMs: policy!.atMs + 60_000, targetValue: 500 };
    expect(rows(syntheticRun({ extra: [changed] }))).toMatchObject({
      policy: 'SageMakerVariantInvocationsPerInstance at 500 in 5 s (6,000 a minute)',
    });
  });

  it('are numbers with their units, for whoever does not read sentences', () => {
    const record = syntheticRun({
      policy: { scaleOutCooldownSeconds: 25, scaleInCooldownSeconds: 50 },
      lambda: { accountConcurrency: 1_000, memoryMb: 512, timeoutSeconds: 25 },
    });
    expect(settings(record)).toMatchObject({
      endpoint: { kind: 'instances', instanceType: 'ml.m5.xlarge' },
      serverless: null,
      capacity: {
        ...{ minInstances: 1, maxInstances: 4 },
        ...{ scaleOutSuspended: false, scaleInSuspended: false },
      },
      policy: {
        metric: 'SageMakerVariantInvocationsPerInstance',
        target: { value: 2_000, unit: 'requests/instance' },
        targetPeriodSeconds: 5,
        targetPerMinute: 24_000,
        scaleOutCooldownSeconds: 25,
        scaleInCooldownSeconds: 50,
        scaleInDisabled: false,
      },
      alarms: [
        {
          role: 'high',
          threshold: { value: 2_000, unit: 'requests/instance' },
          thresholdPerMinute: 24_000,
          ...{ periodSeconds: 5, evaluationPeriods: 3, datapointsToAlarm: 3 },
        },
        { role: 'low', threshold: { value: 1_800 }, evaluationPeriods: 15 },
      ],
      function: {
        ...{ reservedConcurrency: 2_000, provisionedConcurrency: 1_000, accountConcurrency: 1_000 },
        ...{ memoryMb: 512, timeoutSeconds: 25 },
      },
      watching: { endpointPollSeconds: 1, metricPollSeconds: 15, metricPeriodSeconds: 60 },
    });
  });

  it.each([
    ['SageMakerVariantConcurrentRequestsPerModelHighResolution', 'concurrent-requests'],
    ['custom', 'metric'],
  ])('have no rate where the target of %s is a level', (metric, unit) => {
    expect(settings(syntheticRun({ policy: { metric, targetValue: 5 } })).policy).toMatchObject({
      target: { value: 5, unit },
      ...{ targetPeriodSeconds: null, targetPerMinute: null },
    });
  });
});

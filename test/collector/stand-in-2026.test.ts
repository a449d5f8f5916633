/** What the collector makes of the stand-in's instances, components and PromQL, over loopback. */
import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../src/simulation/identity.ts';
import { predict, start } from '../local/running.ts';
import { IDENTITY } from '../simulation/virtual.ts';
import { collect, eventually } from './collecting.ts';

/** A compression of 10: a minute takes six seconds, and ten seconds take one. */
const FAST = { timeCompression: 10, watch: { periodSeconds: 6 } };

describe('with enhanced metrics', () => {
  test('every instance has its share on record, at the period it is published', async () => {
    const standIn = await start({
      timeCompression: FAST.timeCompression,
      initialInstances: 2,
      policy: { minCapacity: 2 },
      metrics: { enhanced: true, publishSeconds: 10 },
    });
    const { collector, of } = collect(standIn.url, { watch: FAST.watch });
    expect(await collector.start()).toBeNull();
    for (let sent = 0; sent < 20; sent += 1) await predict(standIn);
    const invocations = (byInstance: boolean) =>
      of('datapoint').filter(
        ({ metric, instanceId }) =>
          metric === 'Invocations' && (instanceId !== undefined) === byInstance,
      );
    const last = (byInstance: boolean) =>
      [
        ...new Map(
          invocations(byInstance).map((each) => [`${each.instanceId}|${each.timestampMs}`, each]),
        ).values(),
      ].reduce((sum, { value }) => sum + value, 0);
    await eventually(() => {
      expect(last(true)).toBe(20);
      expect(last(false)).toBe(20);
    });
    expect(new Set(invocations(true).map(({ instanceId }) => instanceId))).toEqual(
      new Set([1, 2].map((ordinal) => instanceIdOf(IDENTITY, ordinal))),
    );
    expect(new Set(invocations(true).map(({ periodSeconds }) => periodSeconds))).toEqual(
      new Set([1]),
    );
    // What the policy's alarms read is there as they read it.
    const tracked = of('datapoint').filter(({ metric }) => metric === 'InvocationsPerInstance');
    expect(new Set(tracked.map(({ periodSeconds }) => periodSeconds))).toEqual(new Set([1, 6]));
    expect(of('not-understood')).toEqual([]);
    expect(of('gap')).toEqual([]);
  });
});

test('of an inference component, copies, metrics and scaling; and nothing is left unread', async () => {
  const component = { name: 'wine-a', initialCopies: 2 };
  const standIn = await start({ timeCompression: FAST.timeCompression, component });
  const watch = { ...FAST.watch, inferenceComponent: 'wine-a' };
  const { collector, of } = collect(standIn.url, { watch });
  expect(await collector.start()).toBeNull();
  expect(of('component')[0]).toMatchObject({ status: 'InService', currentCopyCount: 2 });
  expect(of('scalable-target')).toHaveLength(1);
  expect(of('policy')[0]?.alarms?.length).toBeGreaterThan(0);
  expect(of('endpoint-config')[0]).toMatchObject({ managedInstanceScaling: { enabled: true } });
  const headers = { 'x-amzn-sagemaker-inference-component': 'wine-a', 'content-type': 'text/csv' };
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0';
  const sent = await fetch(`${standIn.url}/endpoints/${IDENTITY.endpointName}/invocations`, {
    method: 'POST',
    headers: { ...headers, authorization },
    body: '14.23,1.71,2.43,15.6,127,2.8,3.06,0.28,2.29,5.64,1.04,3.92,1065',
  });
  expect(sent.status).toBe(200);
  await eventually(() => {
    const counts = of('datapoint').filter(({ metric }) => metric === 'Invocations');
    expect(counts.some(({ value, component: of }) => value === 1 && of === 'wine-a')).toBe(true);
  });
  expect(of('not-understood')).toEqual([]);
  expect(of('gap')).toEqual([]);
});

test('of an endpoint with components, of which none is watched, that is on record', async () => {
  const standIn = await start({ component: { name: 'wine-a' } });
  const { collector, of } = collect(standIn.url, { watch: { periodSeconds: 1 } });
  await collector.start();
  expect(of('not-understood')[0]).toMatchObject({ what: expect.stringContaining('wine-a') });
});

test("SageMaker's own scaling times are read with PromQL", async () => {
  const standIn = await start({
    timeCompression: FAST.timeCompression,
    metrics: { enhanced: true, publishSeconds: 10, detailedObservability: true },
    scheduledActions: [{ name: 'morning', atSeconds: 20, minCapacity: 2 }],
  });
  const watch = { ...FAST.watch, scalingReports: true };
  const { collector, of } = collect(standIn.url, { watch });
  await collector.start();
  expect(of('scheduled-action')).toMatchObject([{ name: 'morning', minCapacity: 2 }]);
  await eventually(() => {
    const metrics = of('scaling-report').map(({ metric }) => metric);
    expect(metrics).toContain('E2EScalingLatency');
  });
  expect(of('scaling-report')[0]!.labels).toMatchObject({
    'aws.sagemaker.endpoint.name': IDENTITY.endpointName,
  });
  expect(of('gap')).toEqual([]);
}, 120_000);

import { describe, expect, test } from 'vitest';
import { collect, eventually, never } from './collecting.ts';
import { reply, type SmallAws, smallAws } from './small-aws.ts';

interface Component {
  desired: number;
  current: number;
  status: string;
  model: string;
  endpoint: string;
}

/** An endpoint without a model of its own, and the component on it, as the test changes it. */
async function hosting(): Promise<{ aws: SmallAws; component: Component; asked: object[] }> {
  const aws = await smallAws();
  const component = {
    desired: 1,
    current: 1,
    status: 'InService',
    model: 'v1',
    endpoint: 'wine',
  };
  const asked: object[] = [];
  aws.spoil = (operation, response, input) => {
    switch (operation) {
      case 'ListInferenceComponents':
        return reply(response, {
          InferenceComponents: [
            { InferenceComponentName: 'wine-b', EndpointName: 'wine' },
            { InferenceComponentName: 'wine-a', EndpointName: 'wine' },
          ],
        });
      case 'DescribeInferenceComponent':
        return reply(response, {
          InferenceComponentName: 'wine-a',
          EndpointName: component.endpoint,
          VariantName: 'AllTraffic',
          InferenceComponentStatus: component.status,
          Specification: { ModelName: component.model },
          RuntimeConfig: {
            DesiredCopyCount: component.desired,
            CurrentCopyCount: component.current,
          },
        });
      case 'DescribeScalableTargets':
      case 'DescribeScalingPolicies':
      case 'DescribeScalingActivities':
      case 'DescribeScheduledActions':
        asked.push({ operation, ...input });
        return operation === 'DescribeScalableTargets'
          ? reply(response, { ScalableTargets: [{ MinCapacity: 0, MaxCapacity: 4 }] })
          : false;
      default:
        return false;
    }
  };
  return { aws, component, asked };
}

const WATCHED = { watch: { inferenceComponent: 'wine-a', periodSeconds: 0.4 } };

test('its copies are watched, its scaling is asked for, and a rolling update is told from scaling', async () => {
  const { aws, component, asked } = await hosting();
  const { collector, of } = collect(aws.url, WATCHED);
  await collector.start();
  expect(of('component')[0]).toEqual({
    type: 'component',
    atMs: expect.any(Number),
    name: 'wine-a',
    status: 'InService',
    currentCopyCount: 1,
    desiredCopyCount: 1,
  });
  Object.assign(component, { status: 'Updating', desired: 3 });
  await eventually(() => expect(of('component').at(-1)).toMatchObject({ desiredCopyCount: 3 }));
  expect(of('component').at(-1)).not.toHaveProperty('updating');
  Object.assign(component, { status: 'InService', current: 3 });
  await eventually(() => expect(of('component').at(-1)).toMatchObject({ currentCopyCount: 3 }));
  Object.assign(component, { status: 'Updating', current: 4, model: 'v2' });
  await eventually(() => expect(of('component').at(-1)).toMatchObject({ updating: true }));
  const scaling = asked.map((each) => each as Record<string, unknown>);
  expect(scaling.length).toBeGreaterThan(2);
  for (const { ResourceId, ResourceIds, ScalableDimension } of scaling) {
    expect(ResourceId ?? ResourceIds).toEqual(
      ResourceId === undefined ? ['inference-component/wine-a'] : 'inference-component/wine-a',
    );
    expect(ScalableDimension).toBe('sagemaker:inference-component:DesiredCopyCount');
  }
  // The layer of instances goes on.
  expect(of('endpoint').length).toBeGreaterThan(1);
  expect(of('not-understood')).toEqual([]);
  expect(of('gap')).toEqual([]);
});

test('a scale-in is waited for in copies', async () => {
  const { aws, component } = await hosting();
  Object.assign(component, { desired: 3, current: 3 });
  const { collector, of } = collect(aws.url, { ...WATCHED, untilScaleIn: true, maxSeconds: 600 });
  await collector.start();
  const settled = collector.settle(never);
  await eventually(() => expect(aws.metricCalls.length).toBeGreaterThan(8));
  expect(of('collector').at(-1)).toMatchObject({ state: 'load-ended' });
  Object.assign(component, { status: 'Updating', desired: 1 });
  await settled;
  expect(of('component').at(-1)).toMatchObject({ desiredCopyCount: 1 });
});

test('one that another endpoint hosts is not found', async () => {
  const { aws, component } = await hosting();
  component.endpoint = 'other';
  const { collector, of } = collect(aws.url, WATCHED);
  await collector.start();
  expect(of('gap')[0]).toMatchObject({
    api: 'DescribeInferenceComponent',
    kind: 'not-found',
    message: expect.stringContaining('runs on endpoint "other"'),
  });
});

describe('without a component to watch', () => {
  test('an endpoint that hosts some is not understood, and they are named', async () => {
    const { aws } = await hosting();
    const { collector, of } = collect(aws.url);
    await collector.start();
    expect(of('not-understood')).toMatchObject([
      {
        what: expect.stringMatching(/wine-a, wine-b.*watch\.inferenceComponent/),
        affects: ['counts', 'metrics', 'scaling'],
      },
    ]);
  });

  test('an endpoint without a model of its own, and without components, is nothing to name', async () => {
    const aws = await smallAws();
    const { collector, of } = collect(aws.url);
    await collector.start();
    expect(of('not-understood')).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { priceTable } from '../../src/cost/prices.ts';
import type { AwsAnswers } from '../../src/doctor/aws-answers.ts';
import { componentItems, metricConfigItems } from '../../src/doctor/config-items.ts';
import type { WatchedScenario } from '../../src/scenario/schema.ts';

const done = <T>(value: T) => ({ ok: true as const, value });
const failed = { ok: false as const, failure: { kind: 'not-found', message: 'gone', attempts: 1 } };

interface Seen {
  metrics?: object;
  managed?: object;
  hasModel?: boolean;
  names?: string[];
  component?: unknown;
  maxCapacity?: number;
}

function answers(more: Seen): AwsAnswers {
  const observation = { metrics: more.metrics, managedInstanceScaling: more.managed };
  return {
    endpoint: done({ variant: { current: 2, desired: 2, serverless: null } }),
    config: done({ observation, hasModel: more.hasModel ?? true }),
    target: done({ minCapacity: 0, maxCapacity: more.maxCapacity ?? 4 }),
    componentNames: done(more.names ?? []),
    component: more.component ?? null,
  } as unknown as AwsAnswers;
}

const scenario = (watch: object = {}) => ({ watch }) as unknown as WatchedScenario;
const told = (seen: AwsAnswers, watch: object = {}) =>
  metricConfigItems(scenario(watch), seen, priceTable());

describe('each instance', () => {
  test('is not told apart without enhanced metrics, and what they would cost is worked out', () => {
    const [item, ...others] = told(answers({}));
    expect(others).toEqual([]);
    expect(item).toMatchObject({ id: 'instance-metrics', status: 'ok' });
    expect(item!.message).toContain('traffic-shared');
    // 4 x 10 x 0.3 / 730 = 0.0164
    expect(item!.message).toMatch(
      /10 x 4 instances x \$0\.30 a month are \$0\.016 an hour \(list price in us-east-1/,
    );
  });

  test('is with them; beyond the most that are read, that is said', () => {
    const metrics = { enhanced: true, publishSeconds: 10 };
    expect(told(answers({ metrics }))[0]).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('every 10 s'),
    });
    expect(told(answers({ metrics, maxCapacity: 80 }))[0]).toMatchObject({
      status: 'warning',
      next: expect.stringContaining('64'),
    });
  });
});

test.each([
  [undefined, 'ok'],
  [{ enhanced: false, publishSeconds: 60, detailedObservability: true }, 'ok'],
  [{ enhanced: false, publishSeconds: 60, detailedObservability: false }, 'warning'],
])('scaling reports with %j: %s', (metrics, status) => {
  const seen = answers({ ...(metrics && { metrics }) });
  expect(told(seen, { scalingReports: true })[1]).toMatchObject({ id: 'scaling-reports', status });
});

describe('an inference component', () => {
  const component = (status: string) => done({ status, currentCopyCount: 2 });
  const watched = { inferenceComponent: 'wine-a' };
  test.each<[string, object, Seen, string, RegExp]>([
    [
      'in service, with both its layers',
      watched,
      {
        component: component('InService'),
        managed: { enabled: true, minInstanceCount: 0, maxInstanceCount: 3 },
      },
      'ok',
      /2 copies, 0 to 4 by its policy; on 0 to 3 instances/,
    ],
    ['not in service', watched, { component: component('Failed') }, 'problem', /is Failed/],
    ['not found', watched, { component: failed }, 'problem', /Cannot read "wine-a": gone/],
    [
      'not named, where the endpoint hosts some',
      {},
      { names: ['wine-a', 'wine-b'], hasModel: false },
      'problem',
      /wine-a, wine-b.*watch\.inferenceComponent/,
    ],
  ])('%s', (_what, watch, more, status, text) => {
    const [item] = componentItems(scenario(watch), answers(more));
    expect(item).toMatchObject({ id: 'inference-component', status });
    expect(`${item!.message} ${item!.next}`).toMatch(text);
  });

  test('is nothing to say of where the endpoint has a model of its own', () => {
    expect(componentItems(scenario(), answers({ names: ['x'], hasModel: true }))).toEqual([]);
  });
});

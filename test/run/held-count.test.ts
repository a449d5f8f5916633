import { describe, expect, test } from 'vitest';
import { holdCount, mayScale, suspendCommand } from '../../src/run/held-count.ts';
import { watchSchema } from '../../src/scenario/schema.ts';
import { scenarioOf } from '../matrix/lab-scenario.ts';

const target = (over: object) => ({
  type: 'scalable-target' as const,
  atMs: 0,
  minCapacity: 1,
  maxCapacity: 4,
  scaleOutSuspended: false,
  scaleInSuspended: false,
  ...over,
});

describe('the instance count', () => {
  test('of a stand-in of the test’s own is held, at as many as asked for', () => {
    const scenario = scenarioOf({});
    const { standIn } = holdCount(scenario, 3);
    expect(standIn).toMatchObject({
      initialInstances: 3,
      policy: { minCapacity: 3, maxCapacity: 3 },
    });
    expect(holdCount(scenario, null).standIn?.policy.maxCapacity).toBe(1);
  });

  test.each([
    ['one to four', {}, true],
    ['one to four, scale-out suspended', { scaleOutSuspended: true }, true],
    [
      'one to four, suspended both ways',
      { scaleOutSuspended: true, scaleInSuspended: true },
      false,
    ],
    ['two to two', { minCapacity: 2, maxCapacity: 2 }, false],
  ])('may change between %s: %#', (_, over, expected) => {
    expect(mayScale(target(over))).toBe(expected);
  });

  test('is held by a command that can be pasted, and let go by another', () => {
    const watch = watchSchema.parse({ endpointName: 'wine', region: 'eu-west-1' });
    expect(suspendCommand(watch, true)).toBe(
      'aws application-autoscaling register-scalable-target --service-namespace sagemaker ' +
        '--scalable-dimension sagemaker:variant:DesiredInstanceCount ' +
        '--resource-id endpoint/wine/variant/AllTraffic --region eu-west-1 --suspended-state ' +
        'DynamicScalingInSuspended=true,DynamicScalingOutSuspended=true,ScheduledScalingSuspended=true',
    );
    expect(suspendCommand(watch, false)).toContain('DynamicScalingInSuspended=false');
  });
});

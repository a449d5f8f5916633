import { expect, test } from 'vitest';
import { type StandInInput, standInSchema } from '../../src/scenario/stand-in-config.ts';
import { refuseContradictions } from '../../src/scenario/stand-in-contradictions.ts';

const M5 = { instanceType: 'ml.m5.large', priority: 1 };
const C5 = { instanceType: 'ml.c5.large', priority: 2 };
const serverless = { maxConcurrency: 5 };
const refused = (input: StandInInput) => () => refuseContradictions(standInSchema.parse(input));

test.each<[StandInInput, string]>([
  [{ serverless, metrics: {} }, 'metrics needs instances, but serverless is set'],
  [{ serverless, component: { name: 'c' } }, 'does not combine component with serverless'],
  [{ pools: [M5], component: { name: 'c' } }, 'does not combine component with pools'],
  [{ serverless, pools: [M5] }, 'pools needs instances, but serverless is set'],
  [{ poolTimeoutSeconds: 300 }, 'poolTimeoutSeconds is set without pools'],
  [{ pools: [M5, { ...C5, priority: 1 }] }, 'Two pools have the priority 1'],
  [{ pools: [M5, { ...M5, priority: 2 }] }, 'Two pools have the instanceType ml.m5.large'],
  [{ pools: [M5], instanceType: 'ml.g5.large' }, 'instanceType is ml.g5.large, but pools name'],
  [
    { pools: [{ ...M5, available: 1 }], initialInstances: 2 },
    'initialInstances (2) is above what pools have available in all (1)',
  ],
  [{ scheduledActions: [{ name: 'a' }] }, 'The scheduled action a changes nothing'],
  [{ scheduledActions: [{ name: 'a', minCapacity: 0 }] }, 'a sets minCapacity to 0'],
  [
    { scheduledActions: [{ name: 'a', minCapacity: 3, maxCapacity: 2 }] },
    'a sets minCapacity (3) above maxCapacity (2)',
  ],
  [
    {
      scheduledActions: [
        { name: 'a', minCapacity: 2 },
        { name: 'a', minCapacity: 3 },
      ],
    },
    'Two scheduledActions are named a',
  ],
])('%j is refused in one sentence', (input, message) => {
  expect(refused(input)).toThrow(message);
  expect(refused(input)).toThrow(/; [^.]+\.$/);
});

test('what goes together is not refused', () => {
  expect(refused({ pools: [M5, C5], poolTimeoutSeconds: 60, metrics: {} })).not.toThrow();
  expect(refused({ pools: [C5, M5], instanceType: 'ml.m5.large' })).not.toThrow();
  expect(refused({ serverless })).not.toThrow();
});

import { expect, it } from 'vitest';
import { concurrencyLimits } from '../../src/analysis/concurrency-limits.ts';
import type { AwsEvent } from '../../src/record/aws-events.ts';

const endpoint = { type: 'endpoint', atMs: 1, status: 'InService', variantName: 'v' } as const;
const inFront = { type: 'function', atMs: 1, name: 'f' } as const;

it.each<[string, AwsEvent[], string[]]>([
  ['nothing', [{ ...endpoint, currentInstanceCount: 1 }], []],
  ['a function without settings of its own', [inFront], []],
  [
    'a function',
    [{ ...inFront, reservedConcurrency: 2, provisionedConcurrency: 1 }],
    ['reserved 2', 'provisioned 1'],
  ],
  ['a function that nothing may call', [{ ...inFront, reservedConcurrency: 0 }], ['reserved 0']],
  [
    'a serverless endpoint, by its last poll',
    [
      { ...endpoint, serverless: { maxConcurrency: 5, memoryMb: 1_024 } },
      { ...endpoint, serverless: { maxConcurrency: 20, memoryMb: 1_024 } },
    ],
    ['max-concurrency 20'],
  ],
])('reads the limits of %s', (_, aws, limits) => {
  expect(concurrencyLimits(aws).map(({ kind, value }) => `${kind} ${value}`)).toEqual(limits);
});

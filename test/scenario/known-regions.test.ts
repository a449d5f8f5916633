import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { KNOWN_REGIONS, nearestRegion, regionKind } from '../../src/scenario/known-regions.ts';

interface PartitionsInfo {
  readonly partitions: readonly { readonly regions: Readonly<Record<string, unknown>> }[];
}

/** Not exported by the package, so read beside what is. */
function regionsOfSdk(): string[] {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('@aws-sdk/core/package.json');
  const file = 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
  const { partitionsInfo } = require(join(dirname(manifest), file)) as {
    partitionsInfo: PartitionsInfo;
  };
  return partitionsInfo.partitions
    .flatMap(({ regions }) => Object.keys(regions))
    .filter((name) => !name.endsWith('-global'));
}

test('has the Regions that the installed AWS SDK has', () => {
  expect([...KNOWN_REGIONS].sort()).toEqual(regionsOfSdk().sort());
});

test.each([
  ['eu-west-1', 'known'],
  ['us-gov-west-1', 'known'],
  ['us-isof-south-1', 'known'],
  // May have opened since: the next number, or the first of a direction.
  ['us-east-3', 'newer'],
  ['us-gov-east-2', 'newer'],
  ['ca-east-1', 'newer'],
  ['us-east-7', 'unknown'],
  ['us-east-0', 'unknown'],
  ['eu-wst-1', 'unknown'],
  ['uk-west-1', 'unknown'],
  ['us-gove-west-1', 'unknown'],
  ['ca-east-2', 'unknown'],
] as const)('%s is %s', (region, kind) => {
  expect(regionKind(region)).toBe(kind);
});

test.each([
  ['us-east-7', 'us-east-1'],
  ['eu-wst-1', 'eu-west-1'],
  ['ap-southest-2', 'ap-southeast-2'],
  ['us-gov-wset-1', 'us-gov-west-1'],
  ['ap-north-east-1', 'ap-northeast-1'],
  ['moon-base-apollo-1', null],
])('for %s, %s was meant', (region, meant) => {
  expect(nearestRegion(region)).toBe(meant);
});

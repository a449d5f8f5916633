/** What a run must say on any machine, also where other work takes the cores that it needs. */
import { expect } from 'vitest';
import type { Verdict } from '../../src/verdict/verdict.ts';

/**
 * Why Scaleproof doubts itself when it was kept from sending or from looking in time, or when metric
 * periods, which last a second in these runs, were unevenly filled.
 */
export const STARVED = [
  'generator-lagging',
  'load-not-delivered',
  'metric-not-final',
  'no-endpoint-data',
  'not-settled',
  'rate-not-sent',
];

/**
 * A pass with exit code 0; or, where the machine could not deliver, inconclusive with exit code 3 and
 * a check that says so. Never a failure, and never a doubt without that reason.
 */
export function expectPassUnlessStarved({ status, checks }: Verdict, code: number | null): void {
  const ill = checks.filter((check) => check.status !== 'pass' && check.status !== 'skipped');
  const isStarved = ill.some(({ reason }) => STARVED.includes(reason));
  expect(
    ill.filter((check) => check.status !== 'inconclusive' || !isStarved),
    'neither passed nor explained by a busy machine',
  ).toEqual([]);
  expect([status, code]).toEqual(isStarved ? ['inconclusive', 3] : ['pass', 0]);
}

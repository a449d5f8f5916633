import { describe, expect, it } from 'vitest';
import { drowned } from '../../src/analysis/drowned.ts';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';

const TIMEOUT_MS = 10_000;

describe('drowned', () => {
  it.each([
    ['quick answers', 20, 0, false],
    ['a tail of a fifth near the timeout', 1_500, 0.2, false],
    ['a third near the timeout', 1_500, 0.34, true],
    ['everything near the timeout', 9_999, 0, true],
    ['slow answers, far from the timeout', 900, 0.5, false],
  ])('%s', (_what, serviceTimeMs, slowShare, is) => {
    const run = syntheticRun({ serviceTimeMs: () => serviceTimeMs, slowShare: () => slowShare });
    expect(drowned(loadSeconds(run.load).slice(30, 40), TIMEOUT_MS)).toBe(is);
  });

  it('is nothing without a request that ended', () => {
    expect(drowned([], TIMEOUT_MS)).toBe(false);
  });
});

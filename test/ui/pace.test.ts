import { expect, test } from 'vitest';
import { LEAST_INTERVAL_MS, restAfter, SHARE_OF_A_CORE } from '../../src/ui/pace.ts';

test.each([
  [0, 2_000],
  [50, 1_950],
  [200, 1_800],
  [300, 2_700],
  [1_000, 9_000],
  [4_000, 36_000],
])('a rendering of %i ms is followed by %i ms without one', (renderingMs, restMs) => {
  expect(restAfter(renderingMs)).toBeCloseTo(restMs, 6);
});

test('renderings never begin more often than every two seconds, nor take more than their share', () => {
  for (let renderingMs = 1; renderingMs < 20_000; renderingMs += 37) {
    const cycleMs = renderingMs + restAfter(renderingMs);
    expect(cycleMs).toBeGreaterThanOrEqual(LEAST_INTERVAL_MS - 1e-6);
    expect(renderingMs / cycleMs).toBeLessThanOrEqual(SHARE_OF_A_CORE + 1e-9);
  }
});

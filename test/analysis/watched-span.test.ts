import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareCovered } from '../../src/analysis/watched-span.ts';

const LOAD = { fromMs: 100, toMs: 200 };

describe('the share of a span that others cover', () => {
  it.each([
    ['nothing', [], 0],
    ['one that ends before', [[0, 100]], 0],
    ['one that begins after', [[200, 300]], 0],
    ['one that holds it', [[0, 300]], 1],
    ['its first half', [[50, 150]], 0.5],
    [
      'two that overlap',
      [
        [100, 150],
        [120, 160],
      ],
      0.6,
    ],
    [
      'one within another',
      [
        [100, 190],
        [110, 120],
      ],
      0.9,
    ],
    [
      'two with a hole between, in any order',
      [
        [160, 200],
        [100, 140],
      ],
      0.8,
    ],
    ['a moment', [[150, 150]], 0],
  ] as const)('%s', (_what, others, share) => {
    const spans = others.map(([fromMs, toMs]) => ({ fromMs, toMs }));
    expect(shareCovered(LOAD, spans)).toBeCloseTo(share, 12);
  });

  it('is the count of its milliseconds that lie in any of them', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 80 }))
      .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        let covered = 0;
        for (let ms = LOAD.fromMs; ms < LOAD.toMs; ms += 1) {
          if (spans.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)) covered += 1;
        }
        expect(shareCovered(LOAD, spans)).toBeCloseTo(covered / 100, 12);
      }),
    );
  });
});

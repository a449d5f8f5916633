import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Chart, PageData } from '../../src/report/html/chart-data.ts';
import { unpack } from '../../src/report/html/client/unpack.js';
import { packed } from '../../src/report/html/packed-data.ts';

const WORDS = {
  id: 'any',
  group: 'story',
  title: 'Any',
  caption: '',
  format: 'count',
  logarithmic: false,
} as const;
const LOOK = { label: 'any', color: 'main', line: 'solid', stepped: false, filled: false } as const;

function chartOf(x: readonly number[], ...lines: readonly (readonly (number | null)[])[]): Chart {
  return { ...WORDS, x, series: lines.map((values) => ({ ...LOOK, values })) };
}

function pageOf(...charts: readonly Chart[]): PageData {
  return { from: 0, to: 1, charts, bands: [] };
}

it('round-trips on the page', () => {
  const seconds = fc.integer({ min: -10_000, max: 1e9 }).map((ms) => ms / 1_000);
  const values = fc.oneof(fc.constant(null), fc.constantFrom(0, 1_000), fc.double({ noNaN: true }));
  const points = fc.array(fc.tuple(seconds, values, values));
  fc.assert(
    fc.property(points, (unsorted) => {
      const sorted = unsorted.toSorted(([left], [right]) => left - right);
      const page = pageOf(
        chartOf(
          sorted.map(([x]) => x),
          sorted.map(([, one]) => one),
          sorted.map(([, , other]) => other),
        ),
      );
      const text = JSON.stringify(packed(page));
      // JSON has no -0.
      expect(unpack(JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(page)));
    }),
  );
});

it('run-length encodes repeated values', () => {
  const seconds = Array.from({ length: 3_600 }, (_, second) => second + 0.5);
  const page = pageOf(chartOf(seconds, Array(3_600).fill(1_000), Array(3_600).fill(null)));
  expect(JSON.stringify(packed(page)).length).toBeLessThan(500);
});

import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/history/compare.ts';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { renderComparison } from '../../src/report/comparison-terminal.ts';
import { comparisonPage } from '../../src/report/html/comparison-page.ts';
import { palette } from '../../src/report/palette.ts';
import { entry } from '../history/entries.ts';

const OPTIONS = { alpha: 0.05, maxRegression: () => 0.1 };
const HOSTILE = '<script>alert(1)</script> | `x` \u001b[31m';

function side(from: number, factor: number, label: string | null = null) {
  return Array.from({ length: 6 }, (_, at) =>
    entry(from + at, {
      label,
      metrics: { 'latency-p99.after': (20 + at / 10) * factor, provisioning: 270 + at, errors: 0 },
    }),
  );
}

const SLOWER = compareRuns(side(0, 1), side(100, 1.3), OPTIONS);

describe('the terminal', () => {
  const text = renderComparison(SLOWER, [], 80, palette(false));

  test('has a line a metric, and the result last', () => {
    const lines = text.trimEnd().split('\n');
    const p99 = lines.find((line) => line.startsWith('Latency p99'))!;
    expect(p99).toMatch(/20\.3 ms +26\.3 ms +\+30 % +0\.002 +REGRESSION$/);
    expect(lines.find((line) => line.startsWith('Provisioning'))).toMatch(/ ~ +1\.000$/);
    expect(lines.at(-1)).toBe('Regression: Latency p99, after scale-out +30 %.');
  });

  test('fits 80 columns, and shows the interval where there is room', () => {
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).not.toContain('95 % interval');
    expect(renderComparison(SLOWER, [], 120, palette(false))).toMatch(/\+\d+\.?\d* to \+\d+/);
  });

  test('says how many runs it would take', () => {
    const few = compareRuns(side(0, 1).slice(0, 3), side(100, 2).slice(0, 3), OPTIONS);
    expect(renderComparison(few, [], 80, palette(false)).replaceAll('\n', ' ')).toContain(
      '3 against 3 cannot show a difference: the smallest p is 0.100, and 0.05 is asked for. Run each side at least 4 times.',
    );
  });
});

test.each([
  ['Markdown', (label: string) => comparisonMarkdown(comparisonOf(label), [label])],
  ['the page', (label: string) => comparisonPage(comparisonOf(label), [label])],
  [
    'the terminal',
    (label: string) => renderComparison(comparisonOf(label), [label], 80, palette(false)),
  ],
])('a hostile label is only text in %s', (where, render) => {
  const text = render(HOSTILE);
  expect(text).not.toContain('\u001b');
  if (where !== 'the terminal') expect(text).not.toContain('<script>alert');
});

function comparisonOf(label: string) {
  return compareRuns(side(0, 1, label), side(100, 1.3), OPTIONS);
}

test('the page has no script, and a bar for each metric that both sides have', () => {
  const page = comparisonPage(SLOWER, []);
  expect(page).toContain("script-src 'none'");
  expect(page).not.toContain('<script');
  expect(page.match(/<svg/g)).toHaveLength(
    SLOWER.metrics.filter(({ change }) => change !== null).length,
  );
});

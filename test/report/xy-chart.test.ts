import { describe, expect, test } from 'vitest';
import {
  axisFromZero,
  logAxis,
  type XyChart,
  xyChart,
} from '../../src/report/capacity-page/xy-chart.ts';

const plain = (value: number) => String(value);

const chart: XyChart = {
  title: 'Latency',
  caption: 'It rises.',
  x: axisFromZero('requests/s', 1_600, plain),
  y: axisFromZero('ms', 400, plain),
  levels: [{ y: 300, label: 'bound' }],
  series: [
    {
      label: 'p99',
      kind: 'line',
      points: [
        { x: 0, y: 0 },
        { x: 2_000, y: 400 },
      ],
      color: 'main',
    },
    {
      label: 'count',
      kind: 'steps',
      points: [
        { x: 0, y: 100 },
        { x: 1_000, y: 200 },
      ],
      color: 'second',
    },
    {
      label: 'missed',
      kind: 'points',
      points: [{ x: 1_000, y: 900 }],
      color: 'bad',
      names: ['<b>'],
    },
  ],
};

describe('axes', () => {
  test.each([
    [1_600, [0, 500, 1_000, 1_500, 2_000]],
    [4, [0, 1, 2, 3, 4]],
    [0.9, [0, 0.25, 0.5, 0.75, 1]],
    [0, [0, 1]],
  ])('from zero to a round number at or above %d', (highest, ticks) => {
    expect(axisFromZero('x', highest, plain).ticks).toEqual(ticks);
  });

  test('a logarithmic one begins and ends at or beyond the values', () => {
    const { from, to, ticks } = logAxis('x', { lowest: 8, highest: 2_400 }, plain);
    expect([from, to, ticks.length]).toEqual([3, 3_000, 7]);
  });
});

describe('a chart', () => {
  const { text } = xyChart(chart);

  test('draws along both axes, upwards', () => {
    expect(text).toContain('d="M0.0 1000.0L1000.0 0.0"');
  });

  test('draws steps that hold until the next value', () => {
    expect(text).toContain('d="M0.0 750.0L500.0 750.0L500.0 500.0"');
  });

  test('keeps what lies beyond an axis at its end, in sight', () => {
    expect(text).toMatch(/<circle class="dot is-bad" cx="50.00%" cy="10.0"/);
  });

  test('escapes what others named', () => {
    expect(text).toContain('&lt;b&gt;');
    expect(text).not.toContain('<b>');
  });

  test('is read aloud by its title and caption, and needs no inline style, which the page forbids', () => {
    expect(text).toContain('aria-label="Latency. It rises."');
    expect(text).not.toContain('style=');
  });
});

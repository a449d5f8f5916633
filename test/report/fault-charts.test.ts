import { describe, expect, it } from 'vitest';
import type { LoadPoint, Timeline } from '../../src/analysis/timeline.ts';
import type { Chart } from '../../src/report/html/chart-data.ts';
import { columnsOf } from '../../src/report/html/client/stack.js';
import { packed } from '../../src/report/html/packed-data.ts';
import { chartedRun } from '../../src/report/html/page-data.ts';
import { renderHtml } from '../../src/report/html.ts';
import { START_MS, timeline, verdict } from './sample.ts';
import { servicesTimeline } from './sample-services.ts';

const chartOf = (run: Timeline, id: string): Chart =>
  chartedRun(verdict, run).data.charts.find((chart) => chart.id === id)!;

/** CloudWatch of the same run: the model took nine tenths of what callers waited whom nobody refused. */
const withModel: Timeline = {
  ...timeline,
  latencyBound: { percentile: 99, maxMs: 400 },
  metrics: [
    ...timeline.metrics,
    {
      ...{ service: 'sagemaker', container: null, metric: 'ModelLatency', stat: 'Average' },
      unit: 'ms',
      points: timeline.load.map((point) => ({
        ...{ startMs: point.startMs, endMs: point.startMs + 1_000 },
        ...{ value: point.latencyMeanMs! * 0.9, perMinute: null, final: true },
      })),
    },
  ],
};

describe('the chart of where the latency went', () => {
  const chart = chartOf(withModel, 'latency-split');

  it('holds parts that add up to the mean latency, within rounding', () => {
    expect(chart.series.map(({ label }) => label)).toEqual(['generator’s lag', 'the way', 'model']);
    for (const [index, { latencyMeanMs }] of timeline.load.entries()) {
      const own = chart.series.map(({ values }) => values[index + 1]!);
      const sum = own.reduce((all, value) => all + value, 0);
      expect(Math.abs(sum - latencyMeanMs!)).toBeLessThan(0.02 * latencyMeanMs!);
    }
  });

  it('is drawn from the top down, each line over all below it, with gaps where nothing ended', () => {
    const small: Chart = {
      ...chart,
      x: [0, 1, 2],
      series: [
        { ...chart.series[0]!, values: [1, null, null] },
        { ...chart.series[1]!, values: [2, null, 5] },
        { ...chart.series[2]!, values: [4, null, 6] },
      ],
    };
    expect(columnsOf(small)).toEqual([
      [0, 1, 2],
      [7, null, 11],
      [6, null, 11],
      [4, null, 6],
    ]);
    const { stacked: _, ...apart } = small;
    expect(columnsOf(apart).slice(1)).toEqual(small.series.map(({ values }) => values));
  });

  it('says in words whose time it was, and links to it', () => {
    const page = renderHtml(verdict, withModel);
    expect(page).toMatch(
      /While latency was over its bound, 83\s% of it was the model and its queue/,
    );
    expect(page).toMatch(/<a class="moment" href="#from=\d+&to=\d+">\d+ seconds, /);
  });

  it('does not guess where CloudWatch has no ModelLatency', () => {
    const page = renderHtml(verdict, timeline);
    expect(page).toContain('way and model, not told apart');
  });

  it('names the containers of a pipeline', () => {
    const metrics = [...servicesTimeline.metrics, withModel.metrics.at(-1)!];
    const { series } = chartOf({ ...servicesTimeline, metrics }, 'latency-split');
    const labels = series.map(({ label }) => label);
    const own = chartOf(servicesTimeline, 'container-latency').series.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(own));
  });
});

describe('the chart of accuracy', () => {
  it('does not round a wrong prediction away', () => {
    const load = timeline.load.map((point) => ({
      ...point,
      ...{ completed: 2_500, outcomes: { correct: 2_499, wrong: 1 } },
    }));
    const [correct] = chartOf({ ...timeline, load }, 'accuracy').series;
    expect(correct!.values[1]).toBe(99.96);
  });
});

describe('the charts of capacity and generator', () => {
  it('draw the limit of the check beside the lag', () => {
    const limits = chartOf(timeline, 'generator-lag').series.find(({ color }) => color === 'limit');
    const { limitValue } = verdict.checks.find(({ id }) => id === 'generator-lag')!;
    expect(limits?.values[1]).toBe(limitValue?.value);
  });

  it('keep an hour small: a point for every four seconds, with its highest values', () => {
    const load = Array.from(
      { length: 3_600 },
      (_, second): LoadPoint => ({
        ...timeline.load[second % 140]!,
        ...{ second, startMs: START_MS + second * 1_000 },
        backlog: second === 1_801 ? 77 : 0,
      }),
    );
    const { data } = chartedRun(verdict, { ...timeline, load });
    const chart = data.charts.find(({ id }) => id === 'generator-connections')!;
    expect(chart.x).toHaveLength(902);
    expect(chart.caption).toContain('the highest of 4 s');
    const backlog = chart.series.find(({ label }) => label === 'backlog')!;
    expect(Math.max(...backlog.values.map((value) => value ?? 0))).toBe(77);
    const own = new Set(data.charts.slice(5).map(({ id }) => id));
    const added = packed(data).charts.filter(({ id }) => own.has(id));
    expect(JSON.stringify(added).length).toBeLessThan(80_000);
  });
});

import { describe, expect, it } from 'vitest';
import { findSeries } from '../../src/analysis/find-series.ts';
import type { Timeline } from '../../src/analysis/timeline.ts';
import { trackedMetric } from '../../src/analysis/tracked-series.ts';
import { chartedRun } from '../../src/report/html/page-data.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderLive, renderProgressLine } from '../../src/report/live.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderVerdict } from '../../src/report/terminal.ts';
import { timeline, verdict } from './sample.ts';
import { serverlessTimeline, serverlessVerdict, servicesTimeline } from './sample-services.ts';

const charts = chartedRun(verdict, servicesTimeline).data.charts;
const chart = (id: string) => charts.find((one) => one.id === id)!;

describe('charts of the services in front of the model', () => {
  it('are drawn for available metrics', () => {
    expect(charts.slice(5, 14).map(({ id, format }) => [id, format])).toEqual([
      ['gateway-requests', 'count'],
      ['gateway-errors', 'count'],
      ['function-concurrency', 'count'],
      ['function-throttles', 'count'],
      ['function-provisioned', 'percent'],
      ['model-concurrency', 'count'],
      ['model-cold-starts', 'count'],
      ['model-setup', 'milliseconds'],
      ['container-latency', 'milliseconds'],
    ]);
  });

  it('are omitted without metrics', () => {
    const idsOf = (run: Timeline) => chartedRun(verdict, run).data.charts.map(({ id }) => id);
    expect(idsOf(timeline)).not.toContain('function-concurrency');
    expect(idsOf(timeline)).not.toContain('model-concurrency');
    // A limit alone is no reason for a chart.
    expect(idsOf({ ...timeline, limits: servicesTimeline.limits! })).toEqual(idsOf(timeline));
  });

  it('show sums per minute, and each limit on the chart of what it limits', () => {
    // 5,000 in 5 s at the end of the ramp.
    expect(chart('gateway-requests').series[0]?.values).toContain(60_000);
    const levels = (id: string) =>
      chart(id)
        .series.filter((series) => new Set(series.values).size === 1)
        .map((series) => [series.label, series.values[0]]);
    expect(levels('function-concurrency')).toEqual([
      ['reserved', 25],
      ['provisioned', 10],
    ]);
    expect(levels('model-concurrency')).toEqual([['MaxConcurrency', 20]]);
  });

  it('have one line per container', () => {
    const labels = chart('container-latency').series.map((series) => series.label);
    expect(labels).toEqual(['postprocess', 'preprocess', 'xgboost']);
  });

  it('do not repeat the metric that the policy tracks', () => {
    const target = {
      metric: 'ConcurrentRequestsPerModel',
      perPeriod: 5,
      periodSeconds: 5,
      perMinute: 5,
    };
    const ids = chartedRun(verdict, { ...servicesTimeline, target }).data.charts.map(
      ({ id }) => id,
    );
    expect(ids).toContain('tracked');
    expect(ids).not.toContain('model-concurrency');
  });
});

describe('metrics of one name', () => {
  const [own] = timeline.metrics;
  const metrics = [
    { ...own!, service: 'lambda' as const, points: [] },
    { ...own!, container: 'xgboost', points: [] },
    own!,
  ];

  it('of two services are not confused', () => {
    const name = { metric: 'InvocationsPerInstance', stat: 'Sum' };
    expect(findSeries(metrics, { service: 'sagemaker', ...name })).toBe(own);
    expect(findSeries(metrics, { service: 'lambda', ...name })).toBe(metrics[0]);
    expect(findSeries(metrics, { service: 'api-gateway', ...name })).toBeNull();
  });

  it('leave the tracked one to the endpoint itself', () => {
    expect(trackedMetric({ ...timeline, metrics }).points).toBe(own!.points);
    expect(trackedMetric({ ...timeline, metrics: metrics.slice(0, 2) }).points).toEqual([]);
  });

  it("of two periods: uses the target's period, otherwise the shortest", () => {
    const coarse = {
      ...own!,
      points: own!.points.map((point) => ({ ...point, endMs: point.startMs + 60_000 })),
    };
    const both = { ...timeline, metrics: [coarse, own!] };
    expect(trackedMetric(both).points).toBe(own!.points);
    const target = { ...timeline.target!, periodSeconds: 60 };
    expect(trackedMetric({ ...both, target }).points).toBe(coarse.points);
    const name = { service: 'sagemaker', metric: own!.metric, stat: 'Sum' } as const;
    expect(findSeries([coarse, own!], name)).toBe(own);
  });
});

describe('an endpoint without instances', () => {
  const options = { columns: 80, color: false, reportPath: 'r.html' };

  it.each<[string, string]>([
    ['the terminal', renderVerdict(serverlessVerdict, options)],
    ['the page', renderHtml(serverlessVerdict, serverlessTimeline)],
    ['the job summary', renderMarkdown(serverlessVerdict)],
  ])('is shown by %s without a word on instances or scaling', (_, text) => {
    expect(text).not.toMatch(
      /no scaling event|at first|<h2 id="scaling">|<dt>Instances|none seen/i,
    );
  });

  it('differs from one that did not scale', () => {
    const still = { ...verdict, scalingEvents: [] };
    expect(renderVerdict(still, options)).toContain('No scaling events observed.');
    expect(renderHtml(still, timeline)).toContain('No scaling events observed.');
  });

  it('shows concurrency and its limit on the live screen instead', () => {
    const view = {
      step: 'load' as const,
      elapsedSeconds: 140,
      totalSeconds: 140,
      timeline: serverlessTimeline,
    };
    const screen = renderLive(view, { columns: 120, rows: 40, color: false });
    expect(screen).toContain('Model concurrency 18  ··· limit 20');
    expect(screen).not.toContain('Instances');
    expect(renderProgressLine(view)).toContain('| concurrency 18, limit 20 |');
  });
});

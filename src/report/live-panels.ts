/** The live screen's panels: their series, and titles with the latest figures. */

import { concurrencyInstead } from '../analysis/concurrency.ts';
import type { Timeline } from '../analysis/timeline.ts';
import { trackedMetric } from '../analysis/tracked-series.ts';
import { briefMilliseconds, compact, figure } from '../format/numbers.js';
import type { LiveFigures } from './live-figures.ts';
import type { LiveSeries } from './live-series.ts';
import type { Palette } from './palette.ts';
import type { PlotLine } from './plot.ts';

export interface Panel {
  /** The latest figures, long and short form; shown even when the plot does not fit. */
  readonly titles: readonly [long: string, short: string];
  readonly warn: boolean;
  readonly lines: (series: LiveSeries, paint: Palette) => readonly PlotLine[];
  readonly format: (value: number) => string;
}

/** Cause to effect: load, the metric it moves, the instances that follow, what callers see. */
export function livePanels(timeline: Timeline, figures: LiveFigures): Panel[] {
  const [load, latency] = [loadPanel(figures), latencyPanel(figures)];
  if (timeline.unwatched) return [load, latency];
  return [load, trackedPanel(timeline, figures), fleetPanel(timeline, figures), latency];
}

function loadPanel(figures: LiveFigures): Panel {
  return {
    titles: [
      `Requests  ··· planned ${figures.planned}  ── sent ${figures.achieved}`,
      `··· planned ${figures.planned} ── sent ${figures.achieved}`,
    ],
    warn: false,
    format: compact,
    lines: (series, paint) => [
      { values: series.planned, style: 'dotted', paint: paint.series[0]! },
      { values: series.sent, style: 'solid', paint: paint.series[1]! },
    ],
  };
}

function trackedPanel(timeline: Timeline, figures: LiveFigures): Panel {
  const { target } = trackedMetric(timeline);
  return {
    titles: [
      `${figures.metricName} ${figures.metric}  ··· target ${figures.target}`,
      `${figures.metricShort} ··· target ${figures.targetShort}`,
    ],
    warn: figures.aboveTarget,
    format: compact,
    lines: (series, paint) => [
      {
        values: series.planned.map(() => target),
        style: 'dotted',
        paint: paint.series[2]!,
      },
      { values: series.tracked, style: 'solid', paint: paint.series[1]! },
    ],
  };
}

function latencyPanel(figures: LiveFigures): Panel {
  return {
    titles: [
      `Latency  ··· p50 ${figures.p50}  ╌╌ p95 ${figures.p95}  ── p99 ${figures.p99}`,
      `··p50 ${figures.p50} ╌╌p95 ${figures.p95} ──p99 ${figures.p99}`,
    ],
    warn: false,
    format: briefMilliseconds,
    lines: (series, paint) => [
      { values: series.p50, style: 'dotted', paint: paint.series[0]! },
      { values: series.p95, style: 'dashed', paint: paint.series[2]! },
      { values: series.p99, style: 'solid', paint: paint.series[1]! },
    ],
  };
}

/** Instances, or concurrency where there are no instances. */
function fleetPanel(timeline: Timeline, figures: LiveFigures): Panel {
  const { concurrency } = figures;
  if (concurrency === null) return instancesPanel(timeline, figures);
  const limit = concurrencyInstead(timeline)?.limit ?? null;
  return {
    titles: [
      `${concurrency.of} concurrency ${concurrency.now}  ··· limit ${concurrency.limit}`,
      `Concurrent ${concurrency.now} ··· limit ${concurrency.limit}`,
    ],
    warn: false,
    format: compact,
    lines: (series, paint) => [
      { values: series.planned.map(() => limit), style: 'dotted', paint: paint.series[2]! },
      { values: series.concurrency, style: 'solid', paint: paint.series[1]! },
    ],
  };
}

function instancesPanel(timeline: Timeline, figures: LiveFigures): Panel {
  const what = timeline.hosts === undefined ? 'Instances' : 'Copies';
  return {
    titles: [
      `${what} ${figures.instances}  ── in service  ··· desired`,
      `${what} ${figures.instances} ··· desired`,
    ],
    warn: false,
    format: figure,
    lines: (series, paint) => [
      { values: series.desired, style: 'dotted', paint: paint.series[2]! },
      { values: series.current, style: 'solid', paint: paint.series[1]! },
    ],
  };
}

/** The four plots of the live screen, fitted into whatever rows and columns are there. */
import stringWidth from 'string-width';
import type { Timeline } from '../analysis/timeline.ts';
import { compact } from './figures.ts';
import type { LiveFigures } from './live-figures.ts';
import { panelGrid } from './live-grid.ts';
import { type LiveSeries, liveSeries } from './live-series.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { AXIS_COLUMNS, type PlotLine, renderPlot } from './plot.ts';
import { trackedMetric } from './target-metric.ts';
import { truncate } from './text-columns.ts';

export interface Panel {
  /** The newest figures, at length and in short; shown even where there is no room for the plot. */
  readonly titles: readonly [long: string, short: string];
  readonly warn: boolean;
  readonly lines: (series: LiveSeries, paint: Palette) => readonly PlotLine[];
  readonly format: (value: number) => string;
}

export interface PlotArea {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Palette;
}

/** @returns at most `area.rows` lines: title and plot of each panel, or titles alone. */
export function livePlots(timeline: Timeline, figures: LiveFigures, area: PlotArea): string[] {
  const grid = panelGrid(area.columns, area.rows);
  const series = liveSeries(timeline, grid.panelColumns - AXIS_COLUMNS);
  const drawn = panels(timeline, figures).map((panel) => {
    const title = fitting(panel.titles, grid.panelColumns);
    return {
      title: panel.warn ? area.paint.warn(title) : title,
      plot:
        grid.plotRows === 0
          ? []
          : renderPlot(panel.lines(series, area.paint), {
              columns: grid.panelColumns,
              rows: grid.plotRows,
              format: panel.format,
            }),
    };
  });
  return grid.arrange(drawn).slice(0, Math.max(0, area.rows));
}

function fitting(titles: Panel['titles'], columns: number): string {
  const [long, short] = titles.map(plainText) as [string, string];
  return stringWidth(long) <= columns ? long : truncate(short, columns);
}

/** In the order of the story: load, the metric it moves, the instances that follow, the callers. */
function panels(timeline: Timeline, figures: LiveFigures): Panel[] {
  const { target } = trackedMetric(timeline);
  return [
    {
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
    },
    {
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
    },
    {
      titles: [
        `Instances ${figures.instances}  ── in service  ··· desired`,
        `Instances ${figures.instances} ··· desired`,
      ],
      warn: false,
      format: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1)),
      lines: (series, paint) => [
        { values: series.desired, style: 'dotted', paint: paint.series[2]! },
        { values: series.current, style: 'solid', paint: paint.series[1]! },
      ],
    },
    {
      titles: [
        `Latency  ··· p50 ${figures.p50}  ╌╌ p95 ${figures.p95}  ── p99 ${figures.p99}`,
        `··p50 ${figures.p50} ╌╌p95 ${figures.p95} ──p99 ${figures.p99}`,
      ],
      warn: false,
      format: (value) => (value >= 1_000 ? `${value / 1_000} s` : `${compact(value)} ms`),
      lines: (series, paint) => [
        { values: series.p50, style: 'dotted', paint: paint.series[0]! },
        { values: series.p95, style: 'dashed', paint: paint.series[2]! },
        { values: series.p99, style: 'solid', paint: paint.series[1]! },
      ],
    },
  ];
}

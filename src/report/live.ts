/**
 * Renders the live screen of a run. Returns the whole screen; the caller redraws it in place.
 * Numbers have priority: in a short terminal, plots shrink, then disappear, then text lines do.
 */
import stringWidth from 'string-width';
import type { Timeline } from '../analysis/timeline.ts';
import { clock } from '../format/numbers.js';
import { type LiveFigures, liveFigures } from './live-figures.ts';
import { panelGrid } from './live-grid.ts';
import { livePanels, type Panel } from './live-panels.ts';
import { liveSeries } from './live-series.ts';
import { attemptInWords, elapsedInWords, type LiveView, stepInWords } from './live-view.ts';
import { type Palette, palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { AXIS_COLUMNS, renderPlot } from './plot.ts';
import { truncate } from './text-columns.ts';

export interface LiveOptions {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** @returns at most `rows - 1` lines (a full screen would scroll), each at most `columns` wide. */
export function renderLive(view: LiveView, options: LiveOptions): string {
  const columns = Math.max(1, options.columns);
  const paint = palette(options.color);
  const figures = liveFigures(view.timeline);
  const head = headLines(view, columns, paint);
  const foot = footLines(figures, columns, paint);
  const budget = Math.max(1, options.rows - 1);
  const plots = livePlots(view.timeline, figures, {
    columns,
    rows: budget - head.length - foot.length,
    paint,
  });
  return [...head, ...plots, ...foot].slice(0, budget).join('\n');
}

/** One plain line for logs and pipes: the same figures without plots or colour. */
export function renderProgressLine(view: LiveView): string {
  const figures = liveFigures(view.timeline);
  const line = [
    `${elapsedInWords(view)} ${view.step}${attemptInWords(view.attempt)}`,
    `planned ${figures.planned} achieved ${figures.achieved}`,
    `p50 ${figures.p50} p99 ${figures.p99}`,
    `ok ${figures.ok} wrong ${figures.wrong} errors ${figures.errors}`,
    ...(view.timeline.unwatched ? [] : ofAws(figures)),
    ...(view.message ? [view.message] : []),
  ].join(' | ');
  return plainText(line);
}

function ofAws(figures: LiveFigures): string[] {
  return [fleet(figures), `${figures.metricName} ${figures.metric}, target ${figures.target}`];
}

function fleet({ concurrency, counts, instances }: LiveFigures): string {
  return concurrency === null
    ? `${counts} ${instances}`
    : `concurrency ${concurrency.now}, limit ${concurrency.limit}`;
}

function headLines(view: LiveView, columns: number, paint: Palette): string[] {
  const left =
    view.totalSeconds === null
      ? ''
      : `, ${clock(Math.max(0, view.totalSeconds - view.elapsedSeconds))} left`;
  const stage = truncate(
    `${stepInWords(view.step, view.attempt)}  ${elapsedInWords(view)}${left}`,
    columns,
  );
  const message = truncate(plainText(view.message ?? ''), columns);
  return [paint.bold(stage), ...(message === '' ? [] : [paint.dim(message)])];
}

/** The line below the plots: outcomes, which no plot shows. */
function footLines(figures: LiveFigures, columns: number, paint: Palette): string[] {
  const kinds = figures.errorKinds === '' ? '' : ` (${figures.errorKinds})`;
  const line = `Responses  ok ${figures.ok}  wrong ${figures.wrong}  errors ${figures.errors}${kinds}`;
  const text = truncate(line, columns);
  return [figures.errors === '0' ? text : paint.warn(text)];
}

interface PlotArea {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Palette;
}

/** @returns at most `area.rows` lines: each panel's title and plot, or only titles. */
function livePlots(timeline: Timeline, figures: LiveFigures, area: PlotArea): string[] {
  const panels = livePanels(timeline, figures);
  const grid = panelGrid(area.columns, area.rows, panels.length);
  const series = liveSeries(timeline, grid.panelColumns - AXIS_COLUMNS);
  const drawn = panels.map((panel) => {
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

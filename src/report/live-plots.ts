/** The four plots of the live screen, fitted into whatever rows and columns are there. */
import stringWidth from 'string-width';
import type { Timeline } from '../analysis/timeline.ts';
import type { LiveFigures } from './live-figures.ts';
import { panelGrid } from './live-grid.ts';
import { livePanels, type Panel } from './live-panels.ts';
import { liveSeries } from './live-series.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { AXIS_COLUMNS, renderPlot } from './plot.ts';
import { truncate } from './text-columns.ts';

export interface PlotArea {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Palette;
}

/** @returns at most `area.rows` lines: title and plot of each panel, or titles alone. */
export function livePlots(timeline: Timeline, figures: LiveFigures, area: PlotArea): string[] {
  const grid = panelGrid(area.columns, area.rows);
  const series = liveSeries(timeline, grid.panelColumns - AXIS_COLUMNS);
  const drawn = livePanels(timeline, figures).map((panel) => {
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

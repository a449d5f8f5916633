/** Where the panels of the live screen go: one or two beside one another, with or without plots. */
import stringWidth from 'string-width';

const PANELS = 4;
/** From here on two panels stand beside one another. */
const TWO_ABREAST_COLUMNS = 76;
/** A plot narrower than this is hardly more than its own axis. */
const LEAST_PLOT_COLUMNS = 20;
/** Fewer rows than this say nothing. */
const LEAST_PLOT_ROWS = 3;
/** More than this is only larger, not clearer. */
const MOST_PLOT_ROWS = 14;
const GAP = '  ';

export interface DrawnPanel {
  readonly title: string;
  /** `plotRows` lines, or none. */
  readonly plot: readonly string[];
}

export interface PanelGrid {
  readonly panelColumns: number;
  /** 0 when there is room for titles alone. */
  readonly plotRows: number;
  readonly arrange: (panels: readonly DrawnPanel[]) => string[];
}

export function panelGrid(columns: number, rows: number): PanelGrid {
  if (columns < LEAST_PLOT_COLUMNS) return titlesOnly(columns);
  const abreast = columns >= TWO_ABREAST_COLUMNS ? 2 : 1;
  const plotRows = Math.min(MOST_PLOT_ROWS, Math.floor(rows / (PANELS / abreast)) - 1);
  if (plotRows < LEAST_PLOT_ROWS) {
    return abreast === 1 ? stackedWithFewerPlots(columns, rows) : titlesOnly(columns);
  }
  const panelColumns =
    abreast === 1 ? columns : Math.floor((columns - GAP.length * (abreast - 1)) / abreast);
  return {
    panelColumns,
    plotRows,
    arrange: (panels) => {
      if (abreast === 1) return panels.flatMap(({ title, plot }) => [title, ...plot]);
      const half = panels.length / 2;
      // The first column reads downwards: load over the metric it moves, instances over callers.
      return panels.slice(0, half).flatMap((left, index) => {
        const right = panels[index + half]!;
        return [left.title, ...left.plot].map((line, row) =>
          beside(line, [right.title, ...right.plot][row] ?? '', panelColumns),
        );
      });
    },
  };
}

/** Titles for all, plots for as many as there is room for, the first ones first. */
function stackedWithFewerPlots(columns: number, rows: number): PanelGrid {
  const plots = Math.floor((rows - PANELS) / LEAST_PLOT_ROWS);
  if (plots < 1) return titlesOnly(columns);
  const plotRows = Math.min(MOST_PLOT_ROWS, Math.floor((rows - PANELS) / plots));
  return {
    panelColumns: columns,
    plotRows,
    arrange: (panels) =>
      panels.flatMap(({ title, plot }, index) => (index < plots ? [title, ...plot] : [title])),
  };
}

function titlesOnly(columns: number): PanelGrid {
  return {
    panelColumns: columns,
    plotRows: 0,
    arrange: (panels) => panels.map(({ title }) => title),
  };
}

/** Pads by visible width: `left` may hold colour. */
function beside(left: string, right: string, columns: number): string {
  return left + ' '.repeat(Math.max(0, columns - stringWidth(left))) + GAP + right;
}

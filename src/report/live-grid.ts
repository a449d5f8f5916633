/** Lays out the live screen's panels: one or two columns, with or without plots. */
import stringWidth from 'string-width';

/** The narrowest terminal that fits two panels side by side. */
const TWO_PANEL_COLUMNS = 76;
/** A narrower plot is mostly axis. */
const MIN_PLOT_COLUMNS = 20;
/** A shorter plot shows nothing useful. */
const MIN_PLOT_ROWS = 3;
/** A taller plot is no clearer. */
const MAX_PLOT_ROWS = 14;
const GAP = '  ';

export interface DrawnPanel {
  readonly title: string;
  /** `plotRows` lines, or none. */
  readonly plot: readonly string[];
}

export interface PanelGrid {
  readonly panelColumns: number;
  /** 0 when only titles fit. */
  readonly plotRows: number;
  readonly arrange: (panels: readonly DrawnPanel[]) => string[];
}

/** @param panels an even number of them */
export function panelGrid(columns: number, rows: number, panels: number): PanelGrid {
  if (columns < MIN_PLOT_COLUMNS) return titlesOnly(columns);
  const across = columns >= TWO_PANEL_COLUMNS ? 2 : 1;
  const plotRows = Math.min(MAX_PLOT_ROWS, Math.floor(rows / (panels / across)) - 1);
  if (plotRows < MIN_PLOT_ROWS) {
    return across === 1 ? stackedWithFewerPlots(columns, rows, panels) : titlesOnly(columns);
  }
  const panelColumns =
    across === 1 ? columns : Math.floor((columns - GAP.length * (across - 1)) / across);
  return {
    panelColumns,
    plotRows,
    arrange: (panels) => {
      if (across === 1) return panels.flatMap(({ title, plot }) => [title, ...plot]);
      const half = panels.length / 2;
      // Left column: load above the metric it moves; right column: instances above latency.
      return panels.slice(0, half).flatMap((left, index) => {
        const right = panels[index + half]!;
        return [left.title, ...left.plot].map((line, row) =>
          sideBySide(line, [right.title, ...right.plot][row] ?? '', panelColumns),
        );
      });
    },
  };
}

/** Titles for all panels; plots for as many of the first panels as fit. */
function stackedWithFewerPlots(columns: number, rows: number, all: number): PanelGrid {
  const plots = Math.floor((rows - all) / MIN_PLOT_ROWS);
  if (plots < 1) return titlesOnly(columns);
  const plotRows = Math.min(MAX_PLOT_ROWS, Math.floor((rows - all) / plots));
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
function sideBySide(left: string, right: string, columns: number): string {
  return left + ' '.repeat(Math.max(0, columns - stringWidth(left))) + GAP + right;
}

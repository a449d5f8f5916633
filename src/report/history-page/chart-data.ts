/** The plain data that the history page's script draws. */

export interface PageRun {
  readonly id: string;
  readonly atMs: number;
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'error';
  readonly headline: string;
  readonly commit: string | null;
  readonly label: string | null;
  /** Checks that did not pass, and findings. */
  readonly open: readonly string[];
  /** Relative; null where there is no report. */
  readonly report: string | null;
}

/** A place on the axis of runs. */
export interface PageMark {
  /** Of the first run it holds for. */
  readonly index: number;
  readonly kind: 'worse' | 'better' | 'accepted';
  readonly text: string;
}

export interface PageChart {
  /** Of the element that holds it. */
  readonly holder: string;
  readonly unit: 'ms' | 'seconds' | 'requests/s' | 'share' | 'instance-hours';
  /** One a run each; null where it could not tell. Without intervals, `low` and `high` are empty. */
  readonly values: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly baseline: number | null;
  readonly marks: readonly PageMark[];
}

export interface PageSeries {
  readonly series: string;
  readonly runs: readonly PageRun[];
  readonly charts: readonly PageChart[];
}

export interface HistoryPageData {
  readonly all: readonly PageSeries[];
}

/** The plain data that the page's script draws. */
import type { LagPartName } from '../../analysis/scaling-event.ts';

/** Seconds since the plan's time zero, ascending; shared by all series of a chart. */
export type Seconds = readonly number[];
export type Values = readonly (number | null)[];

export interface ChartSeries {
  readonly label: string;
  /** A colour role; the style sheet defines its light and dark values. Those of runs: only where two are shown. */
  readonly color:
    | ('faint' | 'main' | 'second' | 'third' | 'limit' | 'good' | 'bad' | 'warn' | 'ink')
    | ('run-a' | 'run-a-soft' | 'run-b' | 'run-b-soft');
  readonly line: 'solid' | 'dashed' | 'dotted';
  /** Stepped values hold until the next point; others are joined by straight lines. */
  readonly stepped: boolean;
  readonly filled: boolean;
  readonly values: Values;
}

/**
 * Where a chart stands: in the story above the checks, beside the words that it belongs to, or in a group of its
 * own below them.
 */
export type ChartGroup = 'story' | 'beside-words' | 'callers' | 'way' | 'model' | 'generator';

export interface Chart {
  readonly id: string;
  readonly group: ChartGroup;
  readonly title: string;
  /** One sentence on how to read it. */
  readonly caption: string;
  readonly format: 'count' | 'milliseconds' | 'percent' | 'instances';
  /** For durations from a few milliseconds to seconds; requires values above 0. */
  readonly logarithmic: boolean;
  /**
   * The series are parts of a whole, from the top down: drawn on top of each other, each filled. Their values are
   * their own, which the legend shows.
   */
  readonly stacked?: true;
  readonly x: Seconds;
  readonly series: readonly ChartSeries[];
}

/** A stretch of a scale-out, tinted on every chart: the wait that ended with a stage. */
export interface Band {
  /** Event letter and number of the stage that ended it, as in the tables. */
  readonly tag: string;
  readonly part: LagPartName;
  readonly from: number;
  readonly to: number;
}

export interface PageData {
  readonly from: number;
  readonly to: number;
  readonly charts: readonly Chart[];
  readonly bands: readonly Band[];
}

/** Three decimals are finer than a pixel and halve the page. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

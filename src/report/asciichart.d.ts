/** The part of asciichart that the live view uses; the package brings no types. */
declare module 'asciichart' {
  export interface PlotConfig {
    min?: number;
    max?: number;
    height?: number;
    offset?: number;
    format?: (value: number, index: number) => string;
    /** axis crossing, axis, two line ends, horizontal, four corners, vertical */
    symbols?: string[];
  }
  export function plot(series: number[] | number[][], config?: PlotConfig): string;
}

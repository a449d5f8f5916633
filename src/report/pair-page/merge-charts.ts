/** Draws the lines of two runs on one x, each as it would be drawn alone. */
import {
  type Chart,
  type ChartSeries,
  rounded,
  type Seconds,
  type Values,
} from '../html/chart-data.ts';

export interface Lines {
  readonly x: Seconds;
  readonly series: readonly ChartSeries[];
}

export function mergedLines(parts: readonly Lines[]): Pick<Chart, 'x' | 'series'> {
  const x = [...new Set(parts.flatMap((part) => part.x))].sort((left, right) => left - right);
  return {
    x,
    series: parts.flatMap((part) =>
      part.series.map((one) => ({ ...one, values: valuesAt(x, part.x, one) })),
    ),
  };
}

/**
 * At the other run's moments, a stepped line has the value that it holds, and another the value that it passes
 * through: so neither changes its shape, and neither has a gap that it would not have alone.
 */
function valuesAt(x: Seconds, own: Seconds, { stepped, values }: ChartSeries): Values {
  const last = own.at(-1) ?? Number.NEGATIVE_INFINITY;
  let next = 0;
  return x.map((second) => {
    while (next < own.length && own[next]! <= second) next += 1;
    const at = next - 1;
    if (at < 0 || second > last) return null;
    const value = values[at]!;
    if (stepped || own[at] === second || value === null) return value;
    const following = values[next] ?? null;
    if (following === null) return null;
    const share = (second - own[at]!) / (own[next]! - own[at]!);
    return rounded(value + (following - value) * share);
  });
}

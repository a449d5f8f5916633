/** The chart of where callers' latency went. */
import { type LatencySplit, latencySplit, type PartSeries } from '../../analysis/latency-split.ts';
import { stretchesOf, stretchSeconds } from '../../analysis/stretches.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import type { Way } from '../../systems/contract.ts';
import { partLabel, requestPath } from '../latency-words.ts';
import type { Chart, ChartSeries } from './chart-data.ts';
import { overStretch, stretchSeries } from './stretch-series.ts';
import type { TimeAxis } from './time-axis.ts';

export const SPLIT_CHART = 'latency-split';

const COLORS: Readonly<Record<PartSeries['part'], ChartSeries['color']>> = {
  generator: 'warn',
  way: 'second',
  gateway: 'good',
  function: 'third',
  unknown: 'faint',
  overhead: 'limit',
  model: 'main',
};
/** Of an inference pipeline. */
const CONTAINER_COLORS = ['main', 'good', 'bad', 'faint'] as const;

/** @param way how requests were sent; null where it is not known */
export function splitChart(timeline: Timeline, axis: TimeAxis, way: Way | null = null): Chart {
  const split = latencySplit(timeline);
  const { load } = timeline;
  const { x, series } = stretchSeries(stretchesOf(load), axis);
  const each = overStretch(stretchSeconds(load), 'the mean');
  return {
    id: SPLIT_CHART,
    group: 'beside-words',
    title: 'Mean latency by part',
    caption: `Means${each}: parts of a mean add up, parts of a percentile do not. The generator’s part is known to the second; the others are divided by CloudWatch’s averages of each period.`,
    format: 'milliseconds',
    logarithmic: false,
    stacked: true,
    x,
    series: (split?.parts ?? []).map((part, index) =>
      series(
        {
          label: partLabel(part, requestPath(split!, timeline, way)),
          color: colorOf(split!, part, index),
          filled: true,
        },
        ({ indexes }) => weighted(part.valuesMs, indexes, load),
      ),
    ),
  };
}

function colorOf(
  { parts }: LatencySplit,
  { part, container }: PartSeries,
  index: number,
): ChartSeries['color'] {
  const first = parts.findIndex((one) => one.container !== null);
  if (container !== null) return CONTAINER_COLORS[(index - first) % CONTAINER_COLORS.length]!;
  // What no container took, beside them.
  return part === 'model' && first >= 0 ? 'third' : COLORS[part];
}

/** A stretch's mean is that of its requests. */
function weighted(
  valuesMs: readonly (number | null)[],
  indexes: readonly number[],
  load: Timeline['load'],
): number | null {
  const known = indexes.filter((index) => valuesMs[index] !== null);
  const requests = known.reduce((sum, index) => sum + load[index]!.completed, 0);
  if (requests === 0) return null;
  return known.reduce((sum, at) => sum + valuesMs[at]! * load[at]!.completed, 0) / requests;
}

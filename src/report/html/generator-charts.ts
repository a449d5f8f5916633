/** Charts of the load generator: whether it was on time, and what kept it busy. */
import { type Stretch, stretchesOf, stretchSeconds } from '../../analysis/stretches.ts';
import type { LoadPoint, Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { limitOf } from '../check-limits.ts';
import type { Chart } from './chart-data.ts';
import { overStretch, stretchSeries } from './stretch-series.ts';
import type { TimeAxis } from './time-axis.ts';

/** On a linear scale, a stall would flatten the lag of every other second. */
const LEAST_LAG_MS = 0.1;

export function generatorCharts(verdict: Verdict, { load }: Timeline, axis: TimeAxis): Chart[] {
  const { x, series } = stretchSeries(stretchesOf(load), axis);
  const over = overStretch(stretchSeconds(load), 'the highest');
  const limitMs = limitOf(verdict, 'generator-lag', 'ms');
  const wasMeasured = load.some(({ lagP99Ms }) => lagP99Ms !== null);
  const showsLoop = load.some(({ eventLoopUtilization }) => eventLoopUtilization > 0);
  const showsConnections = load.some(
    ({ connections, backlog }) => connections + (backlog ?? 0) > 0,
  );
  const lag = (of: (point: LoadPoint) => number | null) => (stretch: Stretch) => {
    const value = highest(stretch, of);
    return value === null ? null : Math.max(LEAST_LAG_MS, value);
  };
  return [
    {
      id: 'generator-lag',
      group: 'generator',
      title: 'Generator: lag (logarithmic scale)',
      caption: `Actual minus intended send time${over}. The check judges the p99 of the whole load.`,
      format: 'milliseconds',
      logarithmic: true,
      x,
      series: wasMeasured
        ? [
            series(
              { label: 'p50', color: 'second' },
              lag((point) => point.lagP50Ms),
            ),
            series(
              { label: 'p99', color: 'main' },
              lag((point) => point.lagP99Ms),
            ),
            ...(limitMs === null
              ? []
              : [series({ label: 'limit', color: 'limit', line: 'dashed' }, () => limitMs)]),
          ]
        : [],
    },
    {
      id: 'generator-connections',
      group: 'generator',
      title: 'Generator: connections and backlog',
      caption: `Open connections, and requests that were due and not sent yet${over}.`,
      format: 'count',
      logarithmic: false,
      x,
      series: showsConnections
        ? [
            series({ label: 'connections', color: 'main', filled: true }, (stretch) =>
              highest(stretch, ({ connections }) => connections),
            ),
            series({ label: 'backlog', color: 'bad' }, (stretch) =>
              highest(stretch, ({ backlog }) => backlog),
            ),
          ]
        : [],
    },
    {
      id: 'generator-loop',
      group: 'generator',
      title: 'Generator: event loop in use, percent',
      caption: `Of the busiest worker${over}. Near 100 %, requests leave late.`,
      format: 'percent',
      logarithmic: false,
      x,
      series: showsLoop
        ? [
            series({ label: 'in use', color: 'main', filled: true }, (stretch) =>
              highest(stretch, (point) => Math.round(point.eventLoopUtilization * 100)),
            ),
          ]
        : [],
    },
  ];
}

function highest({ points }: Stretch, of: (point: LoadPoint) => number | null): number | null {
  return points.reduce<number | null>((most, point) => {
    const value = of(point);
    return value === null || (most !== null && most >= value) ? most : value;
  }, null);
}

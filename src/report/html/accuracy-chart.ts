/** The chart of accuracy over the load. */
import { accuracyOverTime } from '../../analysis/accuracy-over-time.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { limitOf } from '../check-limits.ts';
import { type Chart, rounded } from './chart-data.ts';
import { stretchSeries } from './stretch-series.ts';
import type { TimeAxis } from './time-axis.ts';

export function accuracyChart(verdict: Verdict, timeline: Timeline, axis: TimeAxis): Chart {
  const accuracy = accuracyOverTime(timeline.load);
  // With three digits, 99.96 % would be 100 %.
  const { x, series } = stretchSeries(accuracy?.stretches ?? [], axis, rounded);
  const share = limitOf(verdict, 'accuracy', 'share');
  const length = accuracy?.seconds ?? 1;
  return {
    id: 'accuracy',
    group: 'callers',
    title: 'Accuracy over time',
    caption: `Correct of all predictions${length === 1 ? ', second by second' : `, every ${length} s`}. The check counts distinct rows instead, because a row asked again is no new evidence.`,
    format: 'percent',
    logarithmic: false,
    x,
    series:
      accuracy === null
        ? []
        : [
            series({ label: 'correct', color: 'good' }, (stretch) =>
              stretch.share === null ? null : stretch.share * 100,
            ),
            ...(share === null
              ? []
              : [series({ label: 'at least', color: 'limit', line: 'dashed' }, () => share * 100)]),
          ],
  };
}

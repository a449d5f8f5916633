/** The chart of what each instance answered, against what the verdict says it carries. */
import { carriedOverTime } from '../../analysis/carried-over-time.ts';
import { stretchSeconds } from '../../analysis/stretches.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { Chart } from './chart-data.ts';
import { overStretch, stretchSeries } from './stretch-series.ts';
import type { TimeAxis } from './time-axis.ts';

export function carriedChart({ capacity }: Verdict, timeline: Timeline, axis: TimeAxis): Chart {
  const stretches = carriedOverTime(timeline);
  const { x, series } = stretchSeries(stretches, axis);
  const isKnown = stretches.some(({ instances }) => instances !== null);
  const carries = new Map(
    (capacity?.byInstances ?? []).map((one) => [one.instances, one.perInstanceRps]),
  );
  return {
    id: 'carried',
    group: 'model',
    title: 'Carried per instance, requests per second',
    caption: `Sent to and answered by each instance in service${overStretch(stretchSeconds(timeline.load), 'the mean')}. What is sent and not answered waits or fails${carries.size === 0 ? '' : '; the dashed line is the most that so many instances each carried within the bound'}.`,
    format: 'count',
    logarithmic: false,
    x,
    series: isKnown
      ? [
          series({ label: 'sent', color: 'faint' }, ({ sentRps }) => sentRps),
          series({ label: 'answered', color: 'main', filled: true }, (one) => one.answeredRps),
          ...(carries.size === 0
            ? []
            : [
                series({ label: 'carried at most', color: 'limit', line: 'dashed' }, (one) =>
                  one.instances === null ? null : (carries.get(one.instances) ?? null),
                ),
              ]),
        ]
      : [],
  };
}

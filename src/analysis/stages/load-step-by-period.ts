/** The stage *load-step* of a load without samples, from CloudWatch's own count of its requests. */
import { findSeries, periodMs } from '../find-series.ts';
import type { ScalingEvidence } from '../scaling-evidence.ts';
import type { MetricPoint } from '../timeline.ts';
import { missing, type StageMoment } from './stage-moment.ts';

const SOURCE = 'CloudWatch Invocations';
const INVOCATIONS = { service: 'sagemaker', metric: 'Invocations', stat: 'Sum' } as const;

/**
 * The beginning of the first period whose mean rate crossed the limit, plus or minus a period: a step late in the
 * period before it leaves that one's mean under the limit. Searched as with samples: from one period before the first
 * breaching one, then back as long as each period crosses.
 *
 * @param crossed whether requests a second are beyond the limit
 * @param breach the first breaching period of the tracked metric; null when it was not measured
 */
export function loadStepByPeriod(
  evidence: ScalingEvidence,
  crossed: (rps: number) => boolean,
  breach: { readonly startMs: number; readonly endMs: number } | null,
  floorMs: number,
  untilMs: number,
): StageMoment {
  const series = findSeries(evidence.series, INVOCATIONS);
  if (series === null) {
    return missing(
      SOURCE,
      'There are no samples of the load to compare with the target, and CloudWatch has no Invocations.',
    );
  }
  const lengthMs = periodMs(series);
  const periods = withoutHoles(series.points, lengthMs).filter(
    ({ startMs, endMs }) => endMs > floorMs && startMs < (breach?.endMs ?? untilMs),
  );
  const searchFromMs = breach === null ? floorMs : breach.startMs - lengthMs;
  const isOver = ({ value }: Period) => crossed((value * 1_000) / lengthMs);
  let index = periods.findIndex((period) => period.endMs > searchFromMs && isOver(period));
  if (index < 0) return missing(SOURCE, 'No period of Invocations crossed the rate of the target.');
  while (index > 0 && isOver(periods[index - 1]!)) index -= 1;
  return {
    status: 'measured',
    atMs: Math.max(periods[index]!.startMs, floorMs),
    plusMinusSeconds: (lengthMs + (evidence.clock.plusMinusMs ?? 0)) / 1_000,
    source: SOURCE,
    resolutionSeconds: lengthMs / 1_000,
    note: 'The load has no samples, so its step is known to a period.',
  };
}

type Period = Pick<MetricPoint, 'startMs' | 'endMs' | 'value'>;

/** A period without requests has no datapoint. The one after the last counts too: the end of the load is a step. */
function withoutHoles(points: readonly MetricPoint[], lengthMs: number): Period[] {
  const periods: Period[] = [];
  const addUntil = (untilMs: number) => {
    let startMs = periods.at(-1)?.endMs ?? untilMs;
    for (; startMs + lengthMs / 2 < untilMs; startMs += lengthMs) {
      periods.push({ startMs, endMs: startMs + lengthMs, value: 0 });
    }
  };
  for (const point of points) {
    addUntil(point.startMs);
    periods.push(point);
  }
  addUntil((periods.at(-1)?.endMs ?? 0) + lengthMs);
  return periods;
}

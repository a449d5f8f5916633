/** Lanes of what callers sent and felt. */
import type { LoadPoint } from '../../analysis/timeline.ts';
import { limitOf } from '../check-limits.ts';
import type { Chart } from '../html/chart-data.ts';
import { loadSeries, spansDecades } from '../html/load-charts.ts';
import { type Drawn, type Look, levels, look } from './drawn-run.ts';
import { type Lines, mergedLines } from './merge-charts.ts';

export function requestsLane(runs: readonly Drawn[]): Chart {
  const plans = runs.toSorted((one, other) => plannedOf(one).length - plannedOf(other).length);
  const longest = plans.at(-1)!;
  const isSamePlan = plans.every((run) => isBeginning(plannedOf(run), plannedOf(longest)));
  return {
    id: 'pair-requests',
    group: 'story',
    title: 'Requests/s',
    caption: 'Answered should follow planned, which is dotted.',
    format: 'count',
    logarithmic: false,
    ...mergedLines([
      ...(isSamePlan ? [longest] : runs).map((run) =>
        ofLoad(run, [
          [
            isSamePlan
              ? { label: 'planned', color: 'faint', line: 'dotted' }
              : { ...look(run.side, 'planned', true), line: 'dotted' },
            (point) => point.planned,
          ],
        ]),
      ),
      ...runs.map((run) => ofLoad(run, [[look(run.side, 'answered'), (point) => point.completed]])),
    ]),
  };
}

/** Without the seconds after the last request, in which a run only waits for answers. */
function plannedOf({ timeline }: Drawn): number[] {
  const planned = timeline.load.map((point) => point.planned);
  return planned.slice(0, planned.findLastIndex((requests) => requests > 0) + 1);
}

/** Of an interrupted run, the plan is known up to where it was interrupted. */
function isBeginning(short: readonly number[], long: readonly number[]): boolean {
  return short.every((planned, second) => planned === long[second]);
}

export function latencyLane(runs: readonly Drawn[]): Chart {
  const least = (ms: number | null) => (ms === null ? null : Math.max(0.1, ms));
  const logarithmic = spansDecades(runs.flatMap(({ timeline }) => timeline.load));
  return {
    id: 'pair-latency',
    group: 'story',
    title: logarithmic ? 'Latency (logarithmic)' : 'Latency',
    caption:
      'p99 (strong) and p50 (pale), from the intended send time to the response: what a caller would have felt.',
    format: 'milliseconds',
    logarithmic,
    ...mergedLines([
      ...(runs.some(({ timeline }) => timeline.load.length > 0)
        ? levels(
            runs.map((run) => ({ run, value: limitOf(run.verdict, 'latency', 'ms') })),
            'limit',
          )
        : []),
      ...runs.map((run) =>
        ofLoad(run, [
          [look(run.side, 'p50', true), (point) => least(point.latencyP50Ms)],
          [look(run.side, 'p99'), (point) => least(point.latencyP99Ms)],
        ]),
      ),
    ]),
  };
}

export function errorsLane(runs: readonly Drawn[]): Chart {
  return {
    id: 'pair-errors',
    group: 'story',
    title: 'Errors/s',
    caption: 'Requests without a usable prediction, by when each was due.',
    format: 'count',
    logarithmic: false,
    ...mergedLines(
      runs
        .filter(({ timeline }) => timeline.load.some((point) => failed(point) > 0))
        .map((run) => ofLoad(run, [[look(run.side, 'errors'), failed]])),
    ),
  };
}

function failed({ outcomesByDue }: LoadPoint): number {
  return Object.entries(outcomesByDue)
    .filter(([outcome]) => outcome !== 'correct' && outcome !== 'wrong')
    .reduce((sum, [, times]) => sum + (times ?? 0), 0);
}

function ofLoad(
  { timeline, axis }: Drawn,
  wanted: readonly (readonly [Look, (point: LoadPoint) => number | null])[],
): Lines {
  const { x, series } = loadSeries(timeline, axis);
  return { x, series: wanted.map(([look, read]) => series(look, read)) };
}

/** Charts of requests, latency and outcomes, one point per second. */
import type { LoadPoint, Timeline } from '../../analysis/timeline.ts';
import { OUTCOMES, type Outcome } from '../../systems/outcome.ts';
import { type Chart, type ChartSeries, rounded, type Seconds, type Values } from './chart-data.ts';
import type { TimeAxis } from './time-axis.ts';

type Read = (point: LoadPoint) => number | null;
type Look = Partial<Pick<ChartSeries, 'line' | 'filled'>> & Pick<ChartSeries, 'label' | 'color'>;

interface LoadSeries {
  readonly x: Seconds;
  readonly series: (look: Look, read: Read) => ChartSeries;
}

export function requestsChart(timeline: Timeline, axis: TimeAxis): Chart {
  const { x, series } = loadSeries(timeline, axis);
  const plan = timeline.sampledBy === undefined ? 'planned' : 'sent';
  return {
    id: 'requests',
    group: 'story',
    title: 'Requests/s',
    caption: `Answered should follow ${plan}.`,
    format: 'count',
    logarithmic: false,
    x,
    series: [
      series({ label: plan, color: 'faint', line: 'dashed' }, (point) => point[plan]),
      series({ label: 'answered', color: 'main', filled: true }, (point) => point.completed),
    ],
  };
}

/** On a linear scale, a spike of seconds flattens a baseline of milliseconds. */
const LOGARITHMIC_FROM_RATIO = 30;

/** @param boundMs of p99 or whatever percentile the scenario asks for; null without an expectation */
export function latencyChart(timeline: Timeline, axis: TimeAxis, boundMs: number | null): Chart {
  const { x, series } = loadSeries(timeline, axis);
  // A limit alone is no reason for a chart.
  const hasLatency = timeline.load.some(({ latencyP99Ms }) => latencyP99Ms !== null);
  const logarithmic = spansDecades(timeline.load);
  // A logarithmic scale has no zero; callers cannot notice a tenth of a millisecond.
  const least = (ms: number | null): number | null => (ms === null ? null : Math.max(0.1, ms));
  return {
    id: 'latency',
    group: 'story',
    title: logarithmic ? 'Latency (logarithmic)' : 'Latency',
    caption:
      timeline.sampledBy === undefined
        ? 'From the intended send time to the response: what a caller would have felt.'
        : `From the actual send to the response: ${timeline.sampledBy.name} does not report when it was due.`,
    format: 'milliseconds',
    logarithmic,
    x,
    series: [
      series({ label: 'p50', color: 'second', line: 'dotted' }, (point) =>
        least(point.latencyP50Ms),
      ),
      series({ label: 'p99', color: 'main' }, (point) => least(point.latencyP99Ms)),
      ...(boundMs === null || !hasLatency
        ? []
        : [series({ label: 'limit', color: 'limit', line: 'dashed' }, () => boundMs)]),
    ],
  };
}

/** Uses reduce: a multi-day run has more seconds than a call may have arguments. */
export function spansDecades(load: readonly LoadPoint[]): boolean {
  const highest = load.reduce((most, point) => Math.max(most, point.latencyP99Ms ?? 0), 0);
  const lowest = load.reduce(
    (least, point) => Math.min(least, point.latencyP50Ms ?? least),
    highest,
  );
  // A baseline below a millisecond is noise and does not justify a logarithmic scale.
  return highest > LOGARITHMIC_FROM_RATIO * Math.max(1, lowest);
}

const OUTCOME_LOOK: Readonly<Record<Outcome, Pick<ChartSeries, 'color' | 'line'>>> = {
  correct: { color: 'good', line: 'solid' },
  wrong: { color: 'warn', line: 'solid' },
  throttled: { color: 'third', line: 'solid' },
  'client-error': { color: 'second', line: 'dashed' },
  'server-error': { color: 'bad', line: 'solid' },
  timeout: { color: 'bad', line: 'dashed' },
  network: { color: 'bad', line: 'dotted' },
  malformed: { color: 'third', line: 'dotted' },
};

/**
 * Shows `correct` only if there is nothing else: next to a thousand correct responses per second,
 * the twenty bad ones, which the reader looks for, would be flat on the axis.
 */
export function outcomesChart(timeline: Timeline, axis: TimeAxis): Chart {
  const { x, series } = loadSeries(timeline, axis);
  const seen = OUTCOMES.filter((outcome) =>
    timeline.load.some((point) => (point.outcomesByDue[outcome] ?? 0) > 0),
  );
  const bad = seen.filter((outcome) => outcome !== 'correct');
  const allGood = bad.length === 0;
  return {
    id: 'outcomes',
    // Errors are part of the story; a thousand correct responses are what the first lane shows.
    group: allGood ? 'callers' : 'story',
    title: allGood ? 'Outcomes/s' : 'Not correct/s',
    caption: allGood
      ? 'Every response was correct.'
      : 'Wrong predictions and errors, by when each request was due; all others were correct.',
    format: 'count',
    logarithmic: false,
    x,
    series: (allGood ? seen : bad).map((outcome) =>
      series(
        { label: outcome, ...OUTCOME_LOOK[outcome] },
        (point) => point.outcomesByDue[outcome] ?? 0,
      ),
    ),
  };
}

/** Seconds follow each other; clocks of several workers may differ a little. */
const LONGEST_STEP_MS = 1_999;

/** A null at each end of the axis makes every chart span all of it; one in a gap keeps a line from crossing it. */
export function loadSeries({ load }: Timeline, axis: TimeAxis): LoadSeries {
  const points = load.flatMap((point, index) => {
    const before = load[index - 1];
    return before !== undefined && point.startMs - before.startMs > LONGEST_STEP_MS
      ? [{ startMs: before.startMs + 1_000 }, point]
      : [point];
  });
  // Plot each second at its middle.
  const seconds = points.map((point) => axis.secondOf(point.startMs) + 0.5);
  const bounded = (values: Values): Values => [null, ...values, null];
  return {
    x: [axis.from, ...seconds, axis.to],
    series: (look, read) => ({
      line: 'solid',
      filled: false,
      stepped: false,
      ...look,
      values: bounded(
        points.map((point) => {
          const value = 'second' in point ? read(point) : null;
          return value === null ? null : rounded(value);
        }),
      ),
    }),
  };
}

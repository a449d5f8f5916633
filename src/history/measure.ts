/** Takes from a run the figures that its entry keeps. */
import type { Analysis } from '../analysis/analyse.ts';
import { carriedSeconds, predictions } from '../analysis/carried.ts';
import { effectiveTrials } from '../analysis/effective-trials.ts';
import { countedPoints, surelyInService } from '../analysis/instance-counts.ts';
import { type LoadSecond, sketchOver } from '../analysis/load-seconds.ts';
import { percentileInterval } from '../analysis/percentile-interval.ts';
import { rowAccuracy } from '../analysis/row-accuracy.ts';
import { type Segment, segments } from '../analysis/segments.ts';
import { latencyWindow } from '../analysis/waves.ts';
import type { DurationSketch } from '../record/sketch.ts';
import { exactInterval } from '../statistics/distributions.ts';
import { OUTCOMES } from '../systems/outcome.ts';

/** A metric's value in one run. Units are those of `metrics.ts`. */
export interface Measured {
  readonly value: number;
  /** The interval inside the run, 95 % unless it is a stage's error; null where it is not known. */
  readonly low: number | null;
  readonly high: number | null;
  /** Requests, rows or scale-outs behind it. */
  readonly n: number;
}

export type Measurements = Readonly<Record<string, Measured>>;

/** Metrics that a run could not tell are absent, never 0. */
export function measure(analysis: Analysis): Measurements {
  const { loadFrom } = analysis.record.manifest;
  return {
    ...(loadFrom === 'elsewhere' ? {} : { ...latencies(analysis), ...shares(analysis) }),
    ...(loadFrom === 'elsewhere' ? {} : { ...carried(analysis), ...instanceHours(analysis) }),
    ...lags(analysis),
  };
}

/** A segment of the load with its latencies, which an entry keeps whole. */
export interface MeasuredSegment {
  readonly name: string;
  readonly seconds: number;
  readonly latencyMs: DurationSketch;
}

export function measureSegments(analysis: Analysis): MeasuredSegment[] {
  return segments(analysis).map(({ name, seconds }) => ({
    name,
    seconds: seconds.length,
    latencyMs: sketchOver(seconds, 'latencyMs'),
  }));
}

const PERCENTILES = [50, 95, 99] as const;

function latencies(analysis: Analysis): Measurements {
  return Object.fromEntries(segments(analysis).flatMap(latenciesOf));
}

function latenciesOf({ name, seconds }: Segment): (readonly [string, Measured])[] {
  const all = sketchOver(seconds, 'latencyMs');
  const slices = seconds.map((second) => second.latencyMs);
  const window = latencyWindow(slices, all);
  return PERCENTILES.flatMap((percentile) => {
    const value = all.quantile(percentile / 100);
    if (value === null) return [];
    const { low = null, high = null } = percentileInterval(window, percentile) ?? {};
    return [[`latency-p${percentile}.${name}`, { value, low, high, n: all.count }] as const];
  });
}

const FAILED = OUTCOMES.filter((outcome) => outcome !== 'correct' && outcome !== 'wrong');

function shares({ evidence: { seconds }, totals, predictions: table }: Analysis): Measurements {
  if (totals.completed === 0) return {};
  const byRow = rowAccuracy(table);
  return {
    errors: share(seconds, FAILED),
    throttles: share(seconds, ['throttled']),
    ...(byRow && {
      accuracy: { value: byRow.share, low: byRow.low, high: byRow.high, n: byRow.rows },
    }),
  };
}

function share(seconds: readonly LoadSecond[], kinds: readonly string[]): Measured {
  const counts = seconds.map(({ outcomes, completed }) => ({
    successes: kinds.reduce((sum, kind) => sum + (outcomes[kind as keyof typeof outcomes] ?? 0), 0),
    trials: completed,
  }));
  const n = counts.reduce((sum, { trials }) => sum + trials, 0);
  const value = counts.reduce((sum, { successes }) => sum + successes, 0) / n;
  const trials = effectiveTrials(counts, 0.975);
  return { value, ...exactInterval(value * trials, trials, 0.95), n };
}

/** The most that an instance answered over ten seconds in a row: no less than that is what it carries. */
function carried({ evidence: { seconds, points } }: Analysis): Measurements {
  const found = carriedSeconds(seconds, points);
  if (found.length === 0) return {};
  const value = Math.max(...found.map(({ each }) => each));
  return { 'carried-rps': { value, low: null, high: null, n: found.length } };
}

function instanceHours({ evidence: { seconds, points } }: Analysis): Measurements {
  const known = countedPoints(points);
  let instanceSeconds = 0;
  let n = 0;
  for (const second of seconds) {
    const count = surelyInService(known, second.startMs);
    if (count === null) continue;
    instanceSeconds += count;
    n += predictions(second);
  }
  if (n === 0 || instanceSeconds === 0) return {};
  const value = ((instanceSeconds / 3_600) * 1e6) / n;
  return { 'instance-hours': { value, low: null, high: null, n } };
}

/** Of the first scale-out: later ones begin while the endpoint is still changing. */
function lags({ events }: Analysis): Measurements {
  const outs = events.filter(({ direction }) => direction === 'out');
  const [first] = outs;
  if (first === undefined) return {};
  const { lag, totalSeconds, stages } = first;
  const n = outs.length;
  const waits = {
    detection: lag.detectionSeconds,
    decision: lag.decisionSeconds,
    provisioning: lag.provisioningSeconds,
    recovery: lag.recoverySeconds,
    'scale-out':
      totalSeconds === null || stages[0]?.status !== 'measured'
        ? null
        : { value: totalSeconds, plusMinus: errorOf(stages, 'load-step', 'in-service') },
  };
  return Object.fromEntries(
    Object.entries(waits).flatMap(([name, wait]) => {
      if (wait === null) return [];
      const { value, plusMinus } = wait;
      return [[name, { value, low: Math.max(0, value - plusMinus), high: value + plusMinus, n }]];
    }),
  );
}

function errorOf(stages: Analysis['events'][number]['stages'], ...ids: string[]): number {
  return stages
    .filter(({ id }) => ids.includes(id))
    .reduce((sum, { plusMinusSeconds }) => sum + (plusMinusSeconds ?? 0), 0);
}

/** Takes from a run the figures that its entry keeps. */
import { randomLcg } from 'd3-random';
import type { Analysis } from '../analysis/analyse.ts';
import { predictions } from '../analysis/carried.ts';
import { effectiveTrials } from '../analysis/effective-trials.ts';
import { countedPoints, surelyInService } from '../analysis/instance-counts.ts';
import { type LoadSecond, sketchOver } from '../analysis/load-seconds.ts';
import { overload } from '../analysis/overload.ts';
import { rowAccuracy } from '../analysis/row-accuracy.ts';
import type { Lag, ScalingEvent, StageId } from '../analysis/scaling-event.ts';
import { type Segment, segments } from '../analysis/segments.ts';
import type { DurationSketch } from '../record/sketch.ts';
import { intervalWithin } from '../statistics/block-bootstrap.ts';
import { exactInterval } from '../statistics/distributions.ts';
import { CountedSeconds, geometricCuts } from '../statistics/seconds.ts';
import type { Interval } from '../statistics/shift.ts';
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

/** A segment of the load with its latencies, which an entry keeps whole. */
export interface MeasuredSegment extends Segment {
  readonly latencyMs: DurationSketch;
}

export function measureSegments(analysis: Analysis): MeasuredSegment[] {
  return segments(analysis).map((segment) => ({
    ...segment,
    latencyMs: sketchOver(segment.seconds, 'latencyMs'),
  }));
}

/**
 * Metrics that a run could not tell are absent, never 0. Those of the whole load are absent where a part of it is
 * unknown: of a load that was cut off, what is left is not like a whole one.
 *
 * @param measured the segments of the same run
 */
export function measure(analysis: Analysis, measured: readonly MeasuredSegment[]): Measurements {
  const isCallers = analysis.record.manifest.loadFrom !== 'elsewhere';
  return {
    ...(isCallers && { ...latencies(measured), ...shares(analysis), ...accuracy(analysis) }),
    ...(isCallers && { ...carried(analysis), ...instanceHours(analysis) }),
    ...lags(analysis),
  };
}

const PERCENTILES = [50, 95, 99] as const;
/** The same run has the same intervals each time. */
const SEED = 1;
const RESAMPLES = 500;
/** Of the requests beyond a percentile: with fewer, one more or less of them moves it by more than a night does. */
const FEWEST_BEYOND = 10;

function latencies(measured: readonly MeasuredSegment[]): Measurements {
  return Object.fromEntries(measured.flatMap(latenciesOf));
}

function latenciesOf({
  name,
  seconds,
  latencyMs: all,
}: MeasuredSegment): (readonly [string, Measured])[] {
  const { min, max, count: n } = all;
  if (min === null || max === null) return [];
  const counted = new CountedSeconds(
    seconds.map(({ latencyMs }) => latencyMs),
    geometricCuts(Math.max(0.01, min), Math.max(0.02, max)),
  );
  return PERCENTILES.flatMap((percentile) => {
    const share = percentile / 100;
    const value = all.smoothQuantile(share);
    if (value === null || n * (1 - share) < FEWEST_BEYOND) return [];
    const { low, high } = within(counted, share, value) ?? { low: null, high: null };
    return [[`latency-p${percentile}.${name}`, { value, low, high, n }] as const];
  });
}

/** The bootstrap counts latencies between cuts, so what it tells is the interval relative to its own value. */
function within(counted: CountedSeconds, share: number, value: number): Interval | null {
  const found = intervalWithin(
    {
      levels: counted.excess(share),
      statistic: (chosen) => counted.quantile(share, chosen),
    },
    { random: randomLcg(SEED), resamples: RESAMPLES },
  );
  if (found === null) return null;
  const { seen, low, high } = found;
  return {
    low: Math.min(value, (value * low) / seen),
    high: Math.max(value, (value * high) / seen),
  };
}

const FAILED = OUTCOMES.filter((outcome) => outcome !== 'correct' && outcome !== 'wrong');

/** Also of a load that was stopped for its errors. */
function shares({ evidence: { seconds }, totals, ended, damage }: Analysis): Measurements {
  const isKnown = (ended === 'completed' || ended === 'aborted') && damage.load === null;
  if (!isKnown || totals.completed === 0) return {};
  return { errors: share(seconds, FAILED), throttles: share(seconds, ['throttled']) };
}

function accuracy({ predictions: table }: Analysis): Measurements {
  const byRow = rowAccuracy(table);
  if (byRow === null) return {};
  return { accuracy: { value: byRow.share, low: byRow.low, high: byRow.high, n: byRow.rows } };
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

function carried({ evidence: { seconds, points } }: Analysis): Measurements {
  const found = overload(seconds, points);
  return found === null
    ? {}
    : { 'carried-rps': { value: found.each, low: null, high: null, n: found.n } };
}

/** Of the load's seconds; the count of a few may be unknown where a poll failed. */
const COUNTED_SHARE = 0.95;

function instanceHours({ evidence, ended, damage }: Analysis): Measurements {
  if (ended !== 'completed' || damage.load !== null) return {};
  const known = countedPoints(evidence.points);
  let counted = 0;
  let instanceSeconds = 0;
  let n = 0;
  for (const second of evidence.seconds) {
    const count = surelyInService(known, second.startMs);
    if (count === null) continue;
    counted += 1;
    instanceSeconds += count;
    n += predictions(second);
  }
  const isKnown = counted >= COUNTED_SHARE * evidence.seconds.length;
  if (!isKnown || n === 0 || instanceSeconds === 0) return {};
  const value = ((instanceSeconds / 3_600) * 1e6) / n;
  return { 'instance-hours': { value, low: null, high: null, n } };
}

/**
 * Of the first scale-out: later ones begin while the endpoint is still changing.
 *
 * Detection and the whole count from the breach, the end of the first period over the target. Where in a period the
 * load crosses the target is chance: counted from there, they would differ by a period from night to night.
 */
function lags({ events }: Analysis): Measurements {
  const first = events.find(({ direction }) => direction === 'out');
  if (first === undefined) return {};
  const { decisionSeconds, provisioningSeconds, recoverySeconds } = first.lag;
  const waits = {
    detection: between(first, 'metric-breach', 'alarm'),
    decision: decisionSeconds,
    provisioning: provisioningSeconds,
    recovery: recoverySeconds,
    'scale-out': between(first, 'metric-breach', 'in-service'),
  };
  return Object.fromEntries(
    Object.entries(waits).flatMap(([name, wait]) => {
      if (wait === null) return [];
      const { value, plusMinus } = wait;
      const [low, high] = [Math.max(0, value - plusMinus), value + plusMinus];
      return [[name, { value, low, high, n: 1 }]];
    }),
  );
}

function between({ stages }: ScalingEvent, from: StageId, to: StageId): Lag['detectionSeconds'] {
  const [start, end] = [from, to].map((id) => stages.find((stage) => stage.id === id));
  if (start?.atMs == null || end?.atMs == null) return null;
  return {
    value: Math.max(0, end.atMs - start.atMs) / 1_000,
    plusMinus: (start.plusMinusSeconds ?? 0) + (end.plusMinusSeconds ?? 0),
  };
}

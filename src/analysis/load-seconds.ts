/** Adds up the load of all workers for each second, and merges their sketches. */
import type { LoadEvent, LoadSample, SketchLine } from '../record/load-events.ts';
import { NOT_SENT_REASONS } from '../record/load-events.ts';
import { DurationSketch } from '../record/sketch.ts';
import { OUTCOMES } from '../systems/outcome.ts';
import { outcomesByDue } from './outcomes-by-due.ts';
import type { LoadPoint } from './timeline.ts';

export interface LoadSecond {
  readonly second: number;
  readonly startMs: number;
  readonly planned: number;
  readonly sent: number;
  readonly sentInOwnSecond: number;
  readonly notSent: LoadPoint['notSent'];
  readonly outcomes: LoadPoint['outcomes'];
  readonly outcomesByDue: LoadPoint['outcomesByDue'];
  readonly completed: number;
  /** Null where a sample does not tell. */
  readonly inFlight: number | null;
  /** Null where a sample does not tell. */
  readonly backlog: number | null;
  readonly connectionLimitHits: number;
  /** Open ones. */
  readonly connections: number;
  /** Of the busiest worker, 0..1: each has its own event loop. */
  readonly eventLoopUtilization: number;
  /** Merged over workers. Shared objects: merge them into a new sketch, never into these. */
  readonly lagMs: DurationSketch;
  readonly latencyMs: DurationSketch;
  readonly serviceTimeMs: DurationSketch;
}

/** @returns one entry for each second that any worker reported, in order; missing seconds stay missing. */
export function loadSeconds(load: readonly LoadEvent[]): LoadSecond[] {
  const bySecond = new Map<number, LoadSample[]>();
  for (const event of load) {
    if (event.type !== 'sample') continue;
    const samples = bySecond.get(event.second);
    if (samples === undefined) bySecond.set(event.second, [event]);
    else samples.push(event);
  }
  const byDue = outcomesByDue(bySecond);
  return [...bySecond]
    .sort(([left], [right]) => left - right)
    .map(([second, samples]) => merged(second, samples, byDue.get(second) ?? {}));
}

function merged(
  second: number,
  samples: readonly LoadSample[],
  outcomesByDue: LoadPoint['outcomesByDue'],
): LoadSecond {
  const outcomes = summed(samples.map((sample) => sample.outcomes));
  return {
    second,
    startMs: Math.min(...samples.map((sample) => sample.startMs)),
    planned: total(samples, (sample) => sample.planned),
    sent: total(samples, (sample) => sample.sent),
    sentInOwnSecond: total(samples, (sample) => sample.sentInOwnSecond),
    notSent: summed(samples.map((sample) => sample.notSent)),
    outcomes,
    outcomesByDue,
    completed: countOf(outcomes),
    inFlight: totalIfKnown(samples, (sample) => sample.inFlight),
    backlog: totalIfKnown(samples, (sample) => sample.backlog),
    connectionLimitHits: total(samples, (sample) => sample.connectionLimitHits ?? 0),
    connections: total(samples, (sample) => sample.connections ?? 0),
    eventLoopUtilization: Math.max(...samples.map((sample) => sample.eventLoopUtilization ?? 0)),
    lagMs: mergedSketch(samples.map((sample) => sample.lagMs)),
    latencyMs: mergedSketch(samples.map((sample) => sample.latencyMs)),
    serviceTimeMs: mergedSketch(samples.map((sample) => sample.serviceTimeMs)),
  };
}

export function loadPoint(second: LoadSecond): LoadPoint {
  return {
    second: second.second,
    startMs: second.startMs,
    planned: second.planned,
    sent: second.sent,
    sentInOwnSecond: second.sentInOwnSecond,
    notSent: second.notSent,
    outcomes: second.outcomes,
    outcomesByDue: second.outcomesByDue,
    completed: second.completed,
    inFlight: second.inFlight,
    backlog: second.backlog,
    latencyP50Ms: second.latencyMs.quantile(0.5),
    latencyP95Ms: second.latencyMs.quantile(0.95),
    latencyP99Ms: second.latencyMs.quantile(0.99),
    latencyMeanMs: meanOf(second.latencyMs),
    serviceTimeMeanMs: meanOf(second.serviceTimeMs),
    lagP50Ms: second.lagMs.quantile(0.5),
    lagP99Ms: second.lagMs.quantile(0.99),
    connections: second.connections,
    eventLoopUtilization: second.eventLoopUtilization,
  };
}

/** The sum is exact, so the mean is, too. */
function meanOf({ sum, count }: DurationSketch): number | null {
  return count === 0 ? null : sum / count;
}

/** One sketch of many seconds. Merging in any order is exact; averaging percentiles would be wrong. */
export function sketchOver(
  seconds: readonly LoadSecond[],
  which: 'lagMs' | 'latencyMs' | 'serviceTimeMs',
): DurationSketch {
  const all = new DurationSketch();
  for (const second of seconds) all.merge(second[which]);
  return all;
}

/** Adds up counts by key. Keys without a count stay absent. */
export function summed<K extends string>(
  counts: readonly Partial<Record<K, number | undefined>>[],
): Partial<Record<K, number>> {
  const sum: Partial<Record<K, number>> = {};
  for (const key of [...OUTCOMES, ...NOT_SENT_REASONS] as unknown as K[]) {
    for (const count of counts) {
      const value = count[key];
      if (value !== undefined) sum[key] = (sum[key] ?? 0) + value;
    }
  }
  return sum;
}

export function countOf(counts: Partial<Record<string, number | undefined>>): number {
  let count = 0;
  for (const value of Object.values(counts)) count += value ?? 0;
  return count;
}

function total(samples: readonly LoadSample[], of: (sample: LoadSample) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0);
}

function totalIfKnown(
  samples: readonly LoadSample[],
  of: (sample: LoadSample) => number | undefined,
): number | null {
  return samples.every((sample) => of(sample) !== undefined)
    ? total(samples, (sample) => of(sample) ?? 0)
    : null;
}

function mergedSketch(lines: readonly SketchLine[]): DurationSketch {
  const [only, ...others] = lines;
  if (only !== undefined && others.length === 0) return unpacked(only);
  const all = new DurationSketch();
  for (const line of lines) all.merge(unpacked(line));
  return all;
}

/**
 * Unpacking takes about 0.1 ms and a live view asks for the whole run every second, so each line is unpacked
 * once. Lines never change after they are read, so the cache is invisible from outside.
 */
const cache = new WeakMap<SketchLine, DurationSketch>();

function unpacked(line: SketchLine): DurationSketch {
  const known = cache.get(line);
  if (known !== undefined) return known;
  const sketch = readable(line) ?? new DurationSketch();
  cache.set(line, sketch);
  return sketch;
}

function readable(line: SketchLine): DurationSketch | null {
  try {
    return DurationSketch.fromLine(line);
  } catch {
    return null;
  }
}

/** Counts sketches that hold values but cannot be unpacked; their seconds have no latencies. */
export function damagedSketches(load: readonly LoadEvent[]): number {
  let damaged = 0;
  for (const event of load) {
    if (event.type !== 'sample') continue;
    for (const line of [event.lagMs, event.latencyMs, event.serviceTimeMs]) {
      if (unpacked(line).count !== line.count) damaged += 1;
    }
  }
  return damaged;
}

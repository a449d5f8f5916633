/** One second of the load, summed over workers. Plain data. */
import type { DueEarlier, LoadSample } from '../record/load-events.ts';
import {
  addSketch,
  addSum,
  newSketchSum,
  type ReadSketch,
  type SketchSum,
  sketchOf,
} from './sketch-sum.ts';

type Counts = Record<string, number>;

/** What adds up by adding. */
const ADDED = [
  'planned',
  'sent',
  'sentInOwnSecond',
  'inFlight',
  'backlog',
  'connections',
  'connectionLimitHits',
] as const;
const SKETCHES = ['lagMs', 'latencyMs', 'serviceTimeMs'] as const;

type Added = Record<(typeof ADDED)[number], number>;

export interface SecondSum extends Added, Record<(typeof SKETCHES)[number], SketchSum> {
  eventLoopUtilization: number;
  notSent: Counts;
  outcomes: Counts;
  dueEarlier: Record<string, Counts> | null;
  statuses: Counts | null;
  coldStarts: number | null;
}

/** A worker's sample, its sketches read. */
export type ReadSample = Omit<LoadSample, (typeof SKETCHES)[number]> &
  Readonly<Record<(typeof SKETCHES)[number], ReadSketch>>;

export function newSecondSum(): SecondSum {
  return {
    ...{ planned: 0, sent: 0, sentInOwnSecond: 0, inFlight: 0, backlog: 0 },
    ...{ connections: 0, connectionLimitHits: 0, eventLoopUtilization: 0 },
    ...{ notSent: {}, outcomes: {}, dueEarlier: null, statuses: null, coldStarts: null },
    ...{ lagMs: newSketchSum(), latencyMs: newSketchSum(), serviceTimeMs: newSketchSum() },
  };
}

/** @param counts of the sample's sketches */
export function addSample(sum: SecondSum, sample: ReadSample, counts: Float64Array): void {
  addCounts(sum, sample);
  for (const name of SKETCHES) addSketch(sum[name], sample[name], counts);
}

export function addSecond(sum: SecondSum, other: SecondSum): void {
  addCounts(sum, other);
  for (const name of SKETCHES) addSum(sum[name], other[name]);
}

type Countable = Omit<SecondSum | ReadSample, (typeof SKETCHES)[number]>;

function addCounts(sum: SecondSum, other: Countable): void {
  for (const name of ADDED) sum[name] += other[name] ?? 0;
  const { eventLoopUtilization = 0 } = other;
  sum.eventLoopUtilization = Math.max(sum.eventLoopUtilization, eventLoopUtilization);
  addAll(sum.notSent, other.notSent);
  addAll(sum.outcomes, other.outcomes);
  if (other.statuses) {
    sum.statuses ??= {};
    addAll(sum.statuses, other.statuses);
  }
  if (other.dueEarlier) {
    sum.dueEarlier ??= {};
    addDueEarlier(sum.dueEarlier, other.dueEarlier);
  }
  if (typeof other.coldStarts === 'number')
    sum.coldStarts = (sum.coldStarts ?? 0) + other.coldStarts;
}

export function addAll(sum: Counts, more: Readonly<Record<string, number | undefined>>): void {
  for (const key in more) sum[key] = (sum[key] ?? 0) + (more[key] ?? 0);
}

function addDueEarlier(
  sum: Record<string, Counts>,
  more: DueEarlier | Record<string, Counts>,
): void {
  for (const [outcome, bySeconds] of Object.entries(more)) {
    if (bySeconds === undefined) continue;
    sum[outcome] ??= {};
    addAll(sum[outcome], bySeconds);
  }
}

/** As the one worker that sent all would have written it. */
export function sampleOf(sum: SecondSum, second: number, planStartMs: number): LoadSample {
  const { dueEarlier, statuses, coldStarts, lagMs, latencyMs, serviceTimeMs, ...counts } = sum;
  return {
    type: 'sample',
    worker: 1,
    second,
    startMs: planStartMs + second * 1_000,
    ...counts,
    ...(dueEarlier && { dueEarlier }),
    ...(statuses && { statuses }),
    ...(coldStarts !== null && { coldStarts }),
    lagMs: sketchOf(lagMs).toLine(),
    latencyMs: sketchOf(latencyMs).toLine(),
    serviceTimeMs: sketchOf(serviceTimeMs).toLine(),
  };
}

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

const ADDED = ['planned', 'sent', 'sentInOwnSecond'] as const;
/** Absent where a sender does not know. */
const GAUGES = ['inFlight', 'backlog', 'connections', 'connectionLimitHits'] as const;
const SKETCHES = ['lagMs', 'latencyMs', 'serviceTimeMs'] as const;

type Added = Record<(typeof ADDED)[number], number>;
/** Null: nobody knew. */
type Gauges = Record<
  (typeof GAUGES)[number] | 'eventLoopUtilization' | 'coldStarts',
  number | null
>;

export interface SecondSum extends Added, Gauges, Record<(typeof SKETCHES)[number], SketchSum> {
  notSent: Counts;
  outcomes: Counts;
  dueEarlier: Record<string, Counts> | null;
  statuses: Counts | null;
}

/** A worker's sample, its sketches read. */
export type ReadSample = Omit<LoadSample, (typeof SKETCHES)[number]> &
  Readonly<Record<(typeof SKETCHES)[number], ReadSketch>>;

export function newSecondSum(): SecondSum {
  return {
    ...{ planned: 0, sent: 0, sentInOwnSecond: 0, inFlight: null, backlog: null },
    ...{ connections: null, connectionLimitHits: null, eventLoopUtilization: null },
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
  for (const name of ADDED) sum[name] += other[name];
  for (const name of GAUGES) sum[name] = added(sum[name], other[name]);
  sum.coldStarts = added(sum.coldStarts, other.coldStarts);
  const { eventLoopUtilization: busy } = other;
  if (typeof busy === 'number') {
    sum.eventLoopUtilization = Math.max(sum.eventLoopUtilization ?? 0, busy);
  }
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
}

function added(sum: number | null, more: number | null | undefined): number | null {
  return typeof more === 'number' ? (sum ?? 0) + more : sum;
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
  const { planned, sent, sentInOwnSecond, notSent, outcomes, dueEarlier, statuses } = sum;
  return {
    type: 'sample',
    worker: 1,
    second,
    startMs: planStartMs + second * 1_000,
    ...{ planned, sent, sentInOwnSecond, notSent, outcomes },
    ...(dueEarlier && { dueEarlier }),
    ...(statuses && { statuses }),
    ...known(sum, [...GAUGES, 'eventLoopUtilization', 'coldStarts']),
    lagMs: sketchOf(sum.lagMs).toLine(),
    latencyMs: sketchOf(sum.latencyMs).toLine(),
    serviceTimeMs: sketchOf(sum.serviceTimeMs).toLine(),
  };
}

function known(
  sum: Gauges,
  names: readonly (keyof Gauges)[],
): Partial<Record<keyof Gauges, number>> {
  return Object.fromEntries(
    names.flatMap((name) => (sum[name] === null ? [] : [[name, sum[name]]])),
  );
}

/** Workers' samples as one load, and what each of them contributed. */
import { MAX_WORKERS } from '../record/distribution.ts';
import type { LoadEvent } from '../record/load-events.ts';
import {
  WORKERS_VERSION,
  type WorkerRecord,
  type WorkersRecord,
} from '../record/workers-record.ts';
import { type Expected, expectedOf, foreignBecause } from './expected.ts';
import type { FoundSamples } from './find-samples.ts';
import { LoadSum } from './load-sum.ts';
import { mergedLoad } from './merged-load.ts';
import { problemsOf } from './problems.ts';
import { readAll } from './read-all.ts';
import { referenceMs } from './start-time.ts';
import { usableOf } from './survey.ts';
import type { WorkerFacts } from './worker-facts.ts';
import { padded, secondsPerPoint } from './worker-series.ts';

export interface Merged {
  /** Lines of `load.ndjson`, made as they are asked for. */
  readonly load: Iterable<LoadEvent>;
  readonly workers: WorkersRecord;
}

interface Asked {
  readonly systemId: string;
  /** For tests. */
  readonly threads?: number;
}

export async function mergeSamples(
  { at, place, distribution, sources: surveyed }: FoundSamples,
  { systemId, threads }: Asked,
): Promise<Merged> {
  const usable = usableOf(surveyed);
  const starts = usable.flatMap((one) => one.starts);
  const named = expectedOf(distribution, starts) ?? {
    ...{ distributionId: null, systemId: null, startAtMs: null },
    workers: usable.length,
  };
  const expected = { ...named, systemId: named.systemId ?? systemId };
  const loadSeconds =
    distribution?.phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) ??
    Math.max(0, ...starts.map(({ planDurationMs }) => planDurationMs / 1_000));
  const reading = {
    expected,
    distribution,
    // Of other tools, the length is not known before they are read.
    secondsPerPoint: loadSeconds > 0 ? secondsPerPoint(loadSeconds) : 30,
    owners: ownersOf(usable, expected),
  };
  const read = await readAll(at, place, usable, reading, threads);
  const facts = read.sources.flatMap((one) => one.facts).sort((a, b) => a.worker - b.worker);
  const aligned = align(facts, expected.startAtMs !== null);
  const sum = new LoadSum();
  for (const [late, part] of read.sums) sum.add(part.data(), aligned.shiftOf(late));
  const found = read.sources.flatMap((one) => one.problems);
  const empty = surveyed
    .filter(({ source, format }) => format === 'other' && /\.ndjson(\.gz)?$/.test(source.name))
    .map(({ source }) => source.name);
  const known = { expected, distribution, referenceMs: aligned.referenceMs, empty };
  const points = Math.max(0, ...facts.map(({ series }) => series.sentRps.length));
  return {
    load: mergedLoad({
      ...{ facts, sum, distribution, systemId },
      planStartMs: aligned.planStartMs,
      shiftOf: ({ lateness }) => aligned.shiftOf(lateness),
    }),
    workers: {
      schemaVersion: WORKERS_VERSION,
      distributionId: expected.distributionId,
      expected: expected.workers,
      problems: problemsOf(facts, found, known),
      workers: facts.map((one) =>
        workerRecord(one, points, expected.startAtMs === null ? null : aligned.referenceMs),
      ),
    },
  };
}

/** Of several files of one worker, the first by name counts. */
function ownersOf(surveyed: FoundSamples['sources'], expected: Expected): Int32Array {
  const most = Math.max(expected.workers, MAX_WORKERS);
  const owners = new Int32Array(new SharedArrayBuffer(4 * (most + 1)));
  for (const [index, { starts }] of surveyed.entries()) {
    for (const start of starts) {
      const isOurs = foreignBecause(start, expected) === null;
      if (isOurs && owners[start.worker] === 0) owners[start.worker] = index + 1;
    }
  }
  return owners;
}

/** One time zero for all, so that no worker's second is before it. */
function align(facts: readonly WorkerFacts[], isAgreed: boolean) {
  const latenesses = [...new Set(facts.map(({ lateness }) => lateness))];
  const reference = referenceMs(latenesses, isAgreed);
  const fromReference = (late: number) => Math.round((late - reference) / 1_000);
  const earliest = Math.min(0, ...latenesses.map(fromReference));
  const shiftOf = (late: number) => fromReference(late) - earliest;
  const zeros = facts
    .map(({ startMs, lateness }) => startMs - shiftOf(lateness) * 1_000)
    .sort((one, other) => one - other);
  return {
    referenceMs: reference,
    shiftOf,
    planStartMs: zeros[Math.floor((zeros.length - 1) / 2)] ?? 0,
  };
}

function workerRecord(one: WorkerFacts, points: number, reference: number | null): WorkerRecord {
  const { worker, files, planned, sent, notSent, outcomes, startMs, end } = one;
  return {
    worker,
    files: files.map((file) => file.split('/').at(-1)!),
    ...{ planned, sent, notSent, outcomes, startMs },
    startedLateMs: reference === null ? null : Math.round(one.lateMs - reference),
    clock: end?.clock ?? null,
    lagP99Ms: one.lagP99Ms,
    latencyP99Ms: one.latencyP99Ms,
    eventLoopUtilization: one.eventLoopUtilization,
    series: padded(one.series, points),
  };
}

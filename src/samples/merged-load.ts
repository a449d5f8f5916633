/** The lines of `load.ndjson` that hold the sum of all workers, as the one worker would have written them. */
import { buildPlan } from '../load/plan.ts';
import type { Distribution } from '../record/distribution.ts';
import type { LoadEnd, LoadEvent, LoadStart, SampledBy } from '../record/load-events.ts';
import { failuresOf } from './failure-sum.ts';
import type { LoadSum } from './load-sum.ts';
import { addAll, sampleOf } from './second-sum.ts';
import type { WorkerFacts } from './worker-facts.ts';

interface Merging {
  readonly facts: readonly WorkerFacts[];
  readonly sum: LoadSum;
  readonly distribution: Distribution | null;
  readonly systemId: string;
  /** By the workers' own clocks. */
  readonly planStartMs: number;
  /** From each worker's time zero to that of all. */
  readonly shiftOf: (facts: WorkerFacts) => number;
}

/** At least one worker. */
export function* mergedLoad(merging: Merging): Generator<LoadEvent> {
  const { sum, planStartMs } = merging;
  yield startOf(merging);
  const answers = sum.answers.lines(planStartMs);
  let line = answers.next();
  for (const second of [...sum.seconds.keys()].sort((one, other) => one - other)) {
    while (!line.done && line.value.second + line.value.seconds <= second) {
      yield line.value;
      line = answers.next();
    }
    yield sampleOf(sum.seconds.get(second)!, second, planStartMs);
  }
  for (; !line.done; line = answers.next()) yield line.value;
  for (const failure of failuresOf(sum.failures)) {
    yield { ...failure, atMs: failure.atMs + planStartMs };
  }
  yield endOf(merging);
}

function startOf({ facts, distribution, systemId, planStartMs, shiftOf }: Merging): LoadStart {
  const starts = facts.flatMap(({ start }) => start ?? []);
  const durations = facts.map((one) => (one.start?.planDurationMs ?? 0) + shiftOf(one) * 1_000);
  const tool = coarsest(starts.flatMap((start) => start.tool ?? []));
  const connections = starts.flatMap(({ maxConnections }) => maxConnections ?? []);
  const timeouts = starts.flatMap(({ timeoutMs }) => timeoutMs ?? []);
  return {
    type: 'start',
    worker: 1,
    totalWorkers: 1,
    system: systemId,
    planStartMs,
    planned:
      distribution === null
        ? starts.reduce((total, { planned }) => total + planned, 0)
        : buildPlan(distribution.phases).count,
    planDurationMs: Math.max(0, ...durations),
    ...(connections.length > 0 && {
      maxConnections: connections.reduce((one, other) => one + other),
    }),
    ...(timeouts.length > 0 && { timeoutMs: Math.max(...timeouts) }),
    ...(tool && { tool }),
  };
}

/** What the samples are as exact as: those of the least exact worker. */
function coarsest(tools: readonly SampledBy[]): SampledBy | undefined {
  const [first] = tools;
  if (first === undefined) return undefined;
  return {
    ...first,
    timeResolutionMs: Math.max(...tools.map(({ timeResolutionMs }) => timeResolutionMs)),
    latencyResolutionMs: Math.max(...tools.map(({ latencyResolutionMs }) => latencyResolutionMs)),
    ...(tools.some(({ cutOff }) => cutOff) && { cutOff: true as const }),
  };
}

function endOf({ facts, planStartMs, shiftOf }: Merging): LoadEnd {
  const [notSent, outcomes, errors]: Record<string, number>[] = [{}, {}, {}];
  let [planned, sent, lastMs] = [0, 0, 0];
  let coldStarts: number | null = null;
  for (const one of facts) {
    planned += one.planned;
    sent += one.sent;
    addAll(notSent!, one.notSent);
    addAll(outcomes!, one.outcomes);
    addAll(errors!, one.end?.errors ?? {});
    if (one.coldStarts !== null) coldStarts = (coldStarts ?? 0) + one.coldStarts;
    if (one.end !== null)
      lastMs = Math.max(lastMs, one.end.atMs - one.startMs + shiftOf(one) * 1_000);
  }
  const ends = facts.map(({ end }) => end);
  return {
    type: 'end',
    worker: 1,
    atMs: planStartMs + lastMs,
    ...{ planned, sent, notSent: notSent!, outcomes: outcomes! },
    // A few that were stopped are problems of theirs.
    reason: ends.every((end) => end?.reason === 'stopped') ? 'stopped' : 'completed',
    errors: mostFrequent(errors!),
    ...(coldStarts !== null && { coldStarts }),
  };
}

/** As many as one worker keeps. */
const MAX_ERRORS = 20;

function mostFrequent(errors: Readonly<Record<string, number>>): Record<string, number> {
  const { other = 0, ...named } = errors;
  const sorted = Object.entries(named).sort(
    ([one, many], [another, more]) => more - many || (one < another ? -1 : 1),
  );
  const rest = sorted.slice(MAX_ERRORS).reduce((sum, [, count]) => sum + count, other);
  return Object.fromEntries([
    ...sorted.slice(0, MAX_ERRORS),
    ...(rest > 0 ? [['other', rest]] : []),
  ]);
}

/**
 * Reads what a k6 worker of a distributed load left: k6's own JSON output with the script's marks, as the lines that
 * the replay engine writes.
 *
 * k6 writes nothing else to a file, and a script has no place where its virtual users could count together. So the
 * marks travel, and this end counts them, as `startK6` does while a load goes on.
 */
import type { Distribution } from '../../record/distribution.ts';
import { type LoadEvent, withSystem } from '../../record/load-events.ts';
import type { Phase } from '../../scenario/schema.ts';
import { buildShare, type Plan } from '../plan.ts';
import { type Mark, readMark } from './marks.ts';
import { Recorder } from './recorder.ts';

type Begun = Extract<Mark, { kind: 'begun' }>;

/** Marks are written within a fraction of a second of their time, slightly out of order. */
const ADVANCE_EVERY_MS = 250;
/** Before its last request is due, a load that is over was stopped; k6 may finish that one a little early. */
const STOPPED_EARLY_MS = 1_000;

/**
 * @param lines of one worker's output, possibly cut off anywhere
 * @returns its events; without an end line where the output has none, and none at all without a worker's begin mark
 */
export async function* readK6Worker(
  lines: AsyncIterable<string> | Iterable<string>,
  { phases, systemId }: Pick<Distribution, 'phases' | 'systemId'>,
): AsyncGenerator<LoadEvent> {
  let events: LoadEvent[] = [];
  let worker: Worker | null = null;
  let done = false;
  let [lastMs, advancedMs] = [0, 0];
  for await (const line of lines) {
    const mark = readMark(line);
    if (mark === null) continue;
    if (mark.kind === 'begun') {
      // A second beginning is another output in the same file; whoever merges sees the worker twice.
      if (worker !== null) end(worker, done, lastMs);
      worker = workerOf(mark, phases, (event) => events.push(withSystem(event, systemId)));
      [done, lastMs, advancedMs] = [false, 0, 0];
      continue;
    }
    lastMs = Math.max(lastMs, mark.atMs);
    if (mark.kind === 'done') done = true;
    else worker?.recorder.accept(mark);
    if (lastMs - advancedMs < ADVANCE_EVERY_MS) continue;
    advancedMs = lastMs;
    worker?.recorder.advance(lastMs);
    yield* events;
    events = [];
  }
  if (worker !== null) end(worker, done, lastMs);
  yield* events;
}

interface Worker {
  readonly recorder: Recorder;
  readonly plan: Plan;
}

function workerOf(mark: Begun, phases: readonly Phase[], onEvent: (event: LoadEvent) => void) {
  const { worker, workers, distributionId, startAtMs, timeoutMs, maxConnections } = mark;
  const plan = buildShare(phases, worker, workers);
  const recorder = new Recorder({
    plan,
    worker,
    totalWorkers: workers,
    timeoutMs,
    maxConnections,
    distribution: { id: distributionId, startAtMs },
    onEvent,
  });
  return { recorder, plan };
}

function end({ recorder, plan }: Worker, done: boolean, lastMs: number): void {
  const lastDueMs = plan.count === 0 ? 0 : plan.intendedMs(plan.count - 1);
  if (!done) recorder.abandon(lastMs);
  else if (lastMs < recorder.zeroMs + lastDueMs - STOPPED_EARLY_MS)
    recorder.finish('stopped', lastMs);
  // A plan may end with seconds in which nothing is due, and k6 then ends before it.
  else recorder.finish('completed', Math.max(lastMs, recorder.zeroMs + plan.durationMs));
}

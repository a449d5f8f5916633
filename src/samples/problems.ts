/** What keeps the samples from being the whole load, beyond what each worker's own lines show. */
import { buildShare } from '../load/plan.ts';
import type { Distribution } from '../record/distribution.ts';
import { WORKER_PROBLEMS } from '../record/workers-record.ts';
import type { Expected } from './expected.ts';
import { START_TOLERANCE_MS } from './start-time.ts';
import type { FoundProblem, WorkerFacts } from './worker-facts.ts';

interface Known {
  readonly expected: Expected;
  readonly distribution: Distribution | null;
  /** See `referenceMs`. */
  readonly referenceMs: number;
  /** Files that hold not a single line. */
  readonly empty: readonly string[];
}

/** @returns by worker, in the order of their kinds */
export function problemsOf(
  facts: readonly WorkerFacts[],
  found: readonly FoundProblem[],
  known: Known,
): FoundProblem[] {
  return [
    ...found,
    ...facts.flatMap(({ problems }) => problems),
    ...facts.flatMap((one) => [...lateness(one, known), ...wrongShare(one, known)]),
    ...missing(facts, known),
  ].sort(byWorker);
}

function missing(facts: readonly WorkerFacts[], { expected, empty }: Known): FoundProblem[] {
  const here = new Set(facts.map(({ worker }) => worker));
  const hint =
    empty.length === 0 ? '' : ` (without a readable line: ${empty.slice(0, 3).join(', ')})`;
  return Array.from({ length: expected.workers }, (_, index) => index + 1)
    .filter((worker) => !here.has(worker))
    .map((worker) => ({
      worker,
      kind: 'missing',
      message: `Worker ${worker} of ${expected.workers} left no samples${hint}.`,
    }));
}

function lateness(one: WorkerFacts, { expected, referenceMs }: Known): FoundProblem[] {
  if (expected.startAtMs === null) return [];
  const lateMs = one.lateMs - referenceMs;
  const clock = one.end?.clock ?? null;
  if (Math.abs(lateMs) <= START_TOLERANCE_MS + (clock?.errorMs ?? 0)) return [];
  const seconds = (Math.abs(lateMs) / 1_000).toFixed(1);
  const kind = lateMs > 0 ? 'late' : 'early';
  const byClock =
    clock === null
      ? 'by its own clock'
      : `by the target's clock, from which its own differs by ${(clock.offsetMs / 1_000).toFixed(1)} s`;
  const message = `Worker ${one.worker} (${one.source}) began ${seconds} s ${kind}, ${byClock}.`;
  return [{ worker: one.worker, kind, message }];
}

/** Of another tool, the plan is not known. */
function wrongShare(one: WorkerFacts, { distribution }: Known): FoundProblem[] {
  const { worker, start, end } = one;
  if (start === null || start.tool !== undefined) return [];
  const share =
    distribution === null
      ? start.planned
      : buildShare(distribution.phases, worker, distribution.workers).count;
  const planned = [start.planned, ...(end === null ? [] : [end.planned])];
  const other = planned.find((count) => count !== share);
  if (other === undefined) return [];
  const message = `Worker ${worker} (${one.source}) planned ${other} requests, and its share is ${share}.`;
  return [{ worker, kind: 'wrong-share', message }];
}

function byWorker(one: FoundProblem, other: FoundProblem): number {
  const kindOf = ({ kind }: FoundProblem) => WORKER_PROBLEMS.indexOf(kind);
  return (
    (one.worker ?? 0) - (other.worker ?? 0) ||
    kindOf(one) - kindOf(other) ||
    (one.message < other.message ? -1 : 1)
  );
}

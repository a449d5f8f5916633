/** Why the samples of a load's workers are not known to be the whole load. */
import { counted } from '../format/numbers.js';
import type { RunRecord } from '../record/read.ts';
import { WORKER_PROBLEMS, WORKERS_FILE, type WorkerProblem } from '../record/workers-record.ts';

export interface IncompleteLoad {
  readonly reason: 'record-incomplete' | `worker-${WorkerProblem}`;
  readonly message: string;
}

/** More would hide the first ones. */
const MOST_NAMED = 5;

/** Null for a load of one sender, and for one whose workers brought all. */
export function workerProblem({ workers, problems }: RunRecord): IncompleteLoad | null {
  const unread = problems.find(({ file }) => file === WORKERS_FILE);
  if (unread !== undefined) {
    return {
      reason: 'record-incomplete',
      message: `${unread.message} Restore it, or import the samples again.`,
    };
  }
  if (workers === null || workers.problems.length === 0) return null;
  const named = workers.problems.slice(0, MOST_NAMED).map(({ message }) => message);
  const others = workers.problems.length - named.length;
  const more = others > 0 ? [`${counted(others, 'further problem')} in ${WORKERS_FILE}.`] : [];
  const kinds = new Set(workers.problems.map(({ kind }) => kind));
  const kind = WORKER_PROBLEMS.find((one) => kinds.has(one))!;
  return { reason: `worker-${kind}`, message: [...named, ...more, NEXT[kind]].join(' ') };
}

const NEXT: Readonly<Record<WorkerProblem, string>> = {
  missing: 'Fetch the missing samples and import again, or look at why these workers left none.',
  'cut-off': 'Fetch the whole files and import again, or look at why these workers ended.',
  doubled: 'Keep one file of each worker and import again.',
  'lost-seconds': 'Fetch the whole files and import again.',
  late: 'Let workers start early enough before the agreed start, and keep their clocks in sync.',
  early: 'Keep the workers’ clocks in sync.',
  'wrong-share': 'Start every worker with the files of the same distribution.',
  foreign: 'Import from a place that holds the samples of this load alone.',
  stopped: 'Run it again to the end.',
};

/** What one source told of one worker. Plain data. */
import type { LoadEnd, LoadStart, NotSentCounts, OutcomeCounts } from '../record/load-events.ts';
import type { WorkerProblem, WorkerSeries } from '../record/workers-record.ts';

export interface WorkerFacts {
  readonly worker: number;
  readonly source: string;
  readonly files: readonly string[];
  readonly start: LoadStart | null;
  readonly end: LoadEnd | null;
  /** Its time zero by its own clock. */
  readonly startMs: number;
  /** See start-time.ts. */
  readonly lateMs: number;
  readonly lateness: number;
  /** Of its plan that its lines account for. */
  readonly planned: number;
  readonly sent: number;
  readonly notSent: NotSentCounts;
  readonly outcomes: OutcomeCounts;
  readonly coldStarts: number | null;
  readonly lagP99Ms: number | null;
  readonly latencyP99Ms: number | null;
  readonly eventLoopUtilization: number;
  readonly series: WorkerSeries;
  readonly problems: readonly FoundProblem[];
}

/** @param detail completes a sentence that begins with the worker and its file */
export interface FoundProblem {
  readonly worker: number | null;
  readonly kind: WorkerProblem;
  readonly message: string;
}

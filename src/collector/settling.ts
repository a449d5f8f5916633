/** Decides when watching may end after the load. Pure. */
import { seconds } from '../format/numbers.js';
import { type DatapointBook, FINAL_AFTER_MINUTES } from './datapoint-book.ts';

/** Whether the datapoints that cover the load are final; `none`: there are none. */
export type Standing = 'open' | 'final' | 'none';

/** The metrics that target tracking follows; a serverless variant has neither. */
const TRACKED_METRICS = ['InvocationsPerInstance', 'InvocationsPerCopy'];

export interface LoadEnd {
  /** AWS clock. */
  readonly loadEndMs: number;
  readonly periodSeconds: number;
  /** How long CloudWatch's minute takes. */
  readonly minuteSeconds: number;
  /** When CloudWatch last gave a complete response (AWS clock); null: never. */
  readonly completeAtMs: number | null;
}

/** Datapoints were seen to appear three minutes after their own: as many more a tracked metric is waited for. */
const LATE_MINUTES = 3;

/**
 * SageMaker mostly publishes zeros for a variant without requests, so a missing period of the tracked
 * metric is probably still to come; but not always, so it is not waited for without end. Everything else
 * may have nothing to say of the load's last period: it is waited for until it would long have been final.
 */
export function standingOf(book: DatapointBook, end: LoadEnd): Standing {
  const { loadEndMs, periodSeconds, minuteSeconds, completeAtMs } = end;
  if (completeAtMs === null || !book.isFinal(loadEndMs)) return 'open';
  const tracked = TRACKED_METRICS.find((metric) =>
    book.covers('sagemaker', metric, Number.NEGATIVE_INFINITY),
  );
  if (book.covers('sagemaker', tracked ?? 'Invocations', loadEndMs)) return 'final';
  const periodMs = periodSeconds * 1_000;
  const lastEndMs = (Math.floor(loadEndMs / periodMs) + 1) * periodMs;
  const minutes = FINAL_AFTER_MINUTES + (tracked === undefined ? 0 : LATE_MINUTES);
  if (completeAtMs < lastEndMs + minutes * minuteSeconds * 1_000) return 'open';
  return book.size > 0 ? 'final' : 'none';
}

export interface Settling {
  readonly standing: Standing;
  /** Consecutive failed polls of each API that settling depends on. */
  readonly failures: readonly number[];
  /** GetMetricData has been denied for several polls. */
  readonly areMetricsDenied: boolean;
  readonly awaitsScaleIn: boolean;
  readonly isOverdue: boolean;
  readonly maxSeconds: number;
}

export interface Settled {
  readonly state: 'settled' | 'stopped';
  readonly note: string;
}

/** Consecutive failed polls after which waiting for AWS to settle is pointless. */
export const GIVE_UP_AFTER_FAILURES = 3;

/** @returns how watching ends; null while there is something to wait for */
export function settledBy(settling: Settling): Settled | null {
  const stopped = (note: string) => ({ state: 'stopped', note }) as const;
  if (Math.min(...settling.failures) >= GIVE_UP_AFTER_FAILURES) {
    return stopped('AWS stopped answering');
  }
  if (settling.isOverdue) return stopped(`not final after ${seconds(settling.maxSeconds)}`);
  if (settling.awaitsScaleIn) return null;
  if (settling.areMetricsDenied) return stopped('GetMetricData is denied');
  if (settling.standing === 'none') return stopped('CloudWatch has no datapoint of the run');
  return settling.standing === 'final' ? { state: 'settled', note: 'all datapoints final' } : null;
}

/** A problem with one file of a run. */
import type { WORKERS_FILE } from './workers-record.ts';

export interface RecordProblem {
  readonly file: 'load.ndjson' | 'aws.ndjson' | 'truth.ndjson' | typeof WORKERS_FILE;
  /** `missing`: the file does not exist or cannot be opened. */
  readonly kind: 'missing' | 'unreadable-lines' | 'unreadable';
  /** One sentence. */
  readonly message: string;
}

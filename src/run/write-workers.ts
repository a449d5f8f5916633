/** Writes `workers.json` into a run directory. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunNotWrittenError } from '../record/not-written.ts';
import { WORKERS_FILE, type WorkersRecord } from '../record/workers-record.ts';

/** Atomic, as a manifest is. @throws RunNotWrittenError */
export function writeWorkers(directory: string, workers: WorkersRecord): void {
  const file = join(directory, WORKERS_FILE);
  try {
    writeFileSync(`${file}.tmp`, `${JSON.stringify(workers, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch (cause) {
    throw new RunNotWrittenError(file, cause);
  }
}

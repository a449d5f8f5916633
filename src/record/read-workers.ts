/** Reads `workers.json`, where several workers brought the samples of a run. */
import { join } from 'node:path';
import { awaitedWorkers, type Manifest } from './manifest.ts';
import { readRegularText } from './read-regular.ts';
import type { RecordProblem } from './record-problem.ts';
import { WORKERS_FILE, type WorkersRecord, workersRecordSchema } from './workers-record.ts';

/**
 * Of a load of several workers, the file must be there: without it nobody knows whether all of them are in the sum.
 *
 * @param onProblem called where the file is missing or cannot be read
 */
export async function readWorkers(
  directory: string,
  manifest: Manifest,
  onProblem: (problem: RecordProblem) => void,
): Promise<WorkersRecord | null> {
  try {
    const text = await readRegularText(join(directory, WORKERS_FILE));
    return workersRecordSchema.parse(JSON.parse(text));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const isDue = manifest.workers !== undefined && awaitedWorkers(manifest) === null;
    if (isMissing && !isDue) return null;
    onProblem({
      file: WORKERS_FILE,
      kind: isMissing ? 'missing' : 'unreadable',
      message: `${WORKERS_FILE} ${isMissing ? 'is missing' : 'cannot be read'}, so it is not known whether the samples of all workers are whole.`,
    });
    return null;
  }
}

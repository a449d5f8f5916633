/** Reads `workers.json`, which runs have whose load several workers sent and brought back. */
import { join } from 'node:path';
import { readRegularText } from './read-regular.ts';
import { WORKERS_FILE, type WorkersRecord, workersRecordSchema } from './workers-record.ts';

/** `workers` is null without the file; `problem`: why there is one that cannot be read, as a sentence. */
export async function readWorkers(
  directory: string,
): Promise<{ readonly workers: WorkersRecord | null; readonly problem: string | null }> {
  let text: string;
  try {
    text = await readRegularText(join(directory, WORKERS_FILE));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? null : `${WORKERS_FILE} cannot be read (${code}).`;
    return { workers: null, problem };
  }
  try {
    return { workers: workersRecordSchema.parse(JSON.parse(text)), problem: null };
  } catch {
    return {
      workers: null,
      problem: `${WORKERS_FILE} is unreadable, so what each worker sent is unknown.`,
    };
  }
}

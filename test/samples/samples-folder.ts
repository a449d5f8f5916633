/** Workers' lines as files in a folder, and what merging them gives. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { WorkersRecord } from '../../src/record/workers-record.ts';
import { findSamples } from '../../src/samples/find-samples.ts';
import { mergeSamples } from '../../src/samples/merge.ts';
import type { Told } from './workers.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

export function textOf(events: readonly LoadEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

export function workerFile(worker: number): string {
  return `worker-${String(worker).padStart(4, '0')}.ndjson`;
}

/** As the workers leave them, with `distribution.json`. */
export function filesOf({ distribution, workers }: Told): Record<string, string> {
  return {
    'distribution.json': JSON.stringify(distribution),
    ...Object.fromEntries(workers.map((events, index) => [workerFile(index + 1), textOf(events)])),
  };
}

export async function inFolder<T>(files: Files, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface MergedFiles {
  readonly load: LoadEvent[];
  readonly workers: WorkersRecord;
}

export function mergedAt(at: string, threads = 1): Promise<MergedFiles> {
  return findSamples({ at }).then(async (found) => {
    const { load, workers } = await mergeSamples(found, { systemId: 'wine', threads });
    found.place.close();
    return { load: [...load], workers };
  });
}

export function merged(files: Files, threads = 1): Promise<MergedFiles> {
  return inFolder(files, (folder) => mergedAt(folder, threads));
}

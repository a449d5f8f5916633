/** A night of the half-year as an entry of its history: run in virtual time, judged, measured. */
import type { RunEntry } from '../../src/history/entry.ts';
import { runEntry } from '../../src/history/run-entry.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { runInVirtualTime } from '../../test/matrix/lab.ts';
import { type Night, nightOf } from './night.ts';

/** @param number from 1 */
export async function entryOfNight(number: number): Promise<RunEntry> {
  const record = await recordOf(nightOf(number));
  // The segments' sketches would be half of the file, and no night is judged by them.
  return { ...runEntry(record, judge(record)), segments: [] };
}

/** As a pipeline would have run it: under the name and the commit of that night. */
export async function recordOf({ run, commit }: Night): Promise<RunRecord> {
  const record = await runInVirtualTime(run);
  const { manifest } = record;
  const day = new Date(manifest.createdAtMs).toISOString().slice(0, 10);
  const scenario = { ...manifest.scenario, name: 'wine', environment: 'nightly' };
  return { ...record, manifest: { ...manifest, scenario, runId: `${day}-wine`, commit } };
}

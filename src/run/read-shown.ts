/** Reads a run directory as everything that a page beside another run needs. */
import { buildTimeline } from '../analysis/build-timeline.ts';
import type { Timeline } from '../analysis/timeline.ts';
import type { RunEntry } from '../history/entry.ts';
import { runEntry } from '../history/run-entry.ts';
import { readRun } from '../record/read.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';

export interface ReadRun {
  readonly verdict: Verdict;
  readonly timeline: Timeline;
  readonly entry: RunEntry;
}

/** Judges anew, as `report` does, and writes nothing. @throws UnreadableRunError when it is not a run */
export async function readShown(directory: string): Promise<ReadRun> {
  const record = await readRun(directory);
  const verdict = judge(record);
  return { verdict, timeline: buildTimeline(record), entry: runEntry(record, verdict) };
}

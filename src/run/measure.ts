/** Runs the collector from before the load until the last datapoints are final. */
import { join } from 'node:path';
import { Collector } from '../collector/collector.ts';
import { RunFollower } from '../record/follow.ts';
import type { Manifest, RunEnd } from '../record/manifest.ts';
import { NdjsonFile } from '../record/ndjson-file.ts';
import { readRun } from '../record/read.ts';
import type { RunDirectory } from '../record/run-directory.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { isDecided, type SoFar } from '../verdict/decided.ts';
import { interrupted } from './interruption.ts';
import { type Progress, startLiveFeed } from './live-feed.ts';
import type { LoadSpan } from './provided-load.ts';

export interface Measurement {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly directory: RunDirectory;
  /** As written at the start of the run. */
  readonly manifest: Manifest;
  readonly scenario: ResolvedScenario;
  /** End watching as soon as nothing can change the verdict any more. */
  readonly stopWhenDecided?: boolean;
  /** When a past load was sent. */
  readonly span?: LoadSpan | null;
}

/**
 * @param load runs meanwhile; everything it started has ended when it resolves or rejects
 */
export async function measure(
  { directory, manifest, scenario, span, signal, onProgress, stopWhenDecided }: Measurement,
  load: () => Promise<RunEnd>,
): Promise<void> {
  const { watch } = scenario;
  const follower = new RunFollower(directory.path, manifest);
  const follow = () => startLiveFeed(follower, manifest.loadFrom, scenario, onProgress);
  const finish = (end: RunEnd) =>
    directory.finish(signal.aborted ? interrupted(signal) : { ...end, atMs: Date.now() });
  if (watch === null) {
    // No client, no file, and nothing to wait for after the load.
    const live = follow();
    await load().then(finish).finally(live.stop);
    return;
  }
  const observations = new NdjsonFile(join(directory.path, 'aws.ndjson'));
  const collector = new Collector({
    watch,
    settle: scenario.settle,
    ...(span ? { sinceMs: span.fromMs } : {}),
    write: (event) => {
      observations.append(event);
      follower.observe(event);
    },
    now: Date.now,
    random: Math.random,
  });
  const live = follow();
  try {
    await collector.start();
    const end = await load();
    if ((end.how === 'completed' || end.how === 'aborted') && !neverRan(end)) {
      live.settling();
      const decided = (areMetricsFinal: boolean) =>
        isDecidedOnDisk(directory.path, { end: { ...end, atMs: Date.now() }, areMetricsFinal });
      await collector.settle(signal, span?.toMs, stopWhenDecided ? decided : undefined);
    }
    await collector.stop();
    finish(end);
  } finally {
    live.stop();
    await collector.stop();
    observations.close();
  }
}

async function isDecidedOnDisk(directory: string, soFar: SoFar): Promise<boolean> {
  return isDecided(await readRun(directory), soFar);
}

/** POSIX shells exit with these when a command cannot be executed, or is not found: there is no load to wait for. */
function neverRan({ command }: RunEnd): boolean {
  return command?.exitCode === 126 || command?.exitCode === 127;
}

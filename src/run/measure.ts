/** The measuring itself: the collector, from before the load until after it has settled. */
import { join } from 'node:path';
import { Collector } from '../collector/collector.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { LoadSpan } from './brought-load.ts';
import { RunFollower } from './follow.ts';
import { startLiveFeed } from './live-feed.ts';
import type { Manifest, RunEnd } from './manifest.ts';
import { NdjsonFile } from './ndjson-file.ts';
import type { RunOptions } from './run.ts';
import type { RunDirectory } from './run-directory.ts';

export interface Measurement extends Pick<RunOptions, 'signal' | 'onProgress'> {
  readonly directory: RunDirectory;
  /** As written when the directory was begun. */
  readonly manifest: Manifest;
  readonly scenario: ResolvedScenario;
  /** When the load was sent, if that is over. */
  readonly span?: LoadSpan | null;
}

/**
 * @param load what goes on meanwhile; whatever it started has ended when it resolves or rejects
 */
export async function measure(
  { directory, manifest, scenario, span, signal, onProgress }: Measurement,
  load: () => Promise<RunEnd>,
): Promise<void> {
  const observations = new NdjsonFile(join(directory.path, 'aws.ndjson'));
  const follower = new RunFollower(directory.path, manifest);
  const collector = new Collector({
    watch: scenario.watch,
    settle: scenario.settle,
    ...(span ? { sinceMs: span.fromMs } : {}),
    write: (event) => {
      observations.append(event);
      follower.observe(event);
    },
    now: Date.now,
    random: Math.random,
  });
  const live = startLiveFeed(follower, manifest, onProgress);
  try {
    await collector.start();
    const end = await load();
    if (end.how === 'completed' || end.how === 'aborted') {
      live.settling();
      await collector.settle(signal, span?.toMs);
    }
    await collector.stop();
    directory.finish(signal.aborted ? interrupted(signal) : { ...end, atMs: Date.now() });
  } finally {
    live.stop();
    await collector.stop();
    observations.close();
  }
}

export function interrupted(signal: AbortSignal): RunEnd {
  const name = String(signal.reason);
  return { atMs: Date.now(), how: 'interrupted', signal: name, message: `Stopped by ${name}.` };
}

/** Resolves once the user interrupts; never when they do not. */
export function interruption(signal: AbortSignal): Promise<RunEnd> {
  return new Promise((resolve) => {
    const abort = () => resolve(interrupted(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

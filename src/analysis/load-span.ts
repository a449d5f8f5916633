/** Finds when there was load: from the planned seconds or, for another tool's load, from the time it was watched. */
import type { RunRecord } from '../record/read.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { Span } from './span.ts';

/** @returns from the first to the end of the last second with planned load; null without any */
export function loadSpan(record: RunRecord, seconds: readonly LoadSecond[]): Span | null {
  const loaded = seconds.filter((second) => second.planned > 0);
  const first = loaded[0];
  const last = loaded.at(-1);
  if (first !== undefined && last !== undefined) {
    return { fromMs: first.startMs, toMs: last.startMs + 1_000 };
  }
  return watchSpan(record);
}

/**
 * A load without samples was sent while the collector watched; nothing more is known of its time. Null for a
 * run that has samples.
 */
export function watchSpan({ manifest, aws }: RunRecord): Span | null {
  if (manifest.loadFrom !== 'elsewhere') return null;
  const stateAt = (state: string) =>
    aws.find((event) => event.type === 'collector' && event.state === state);
  const started = stateAt('started');
  if (started?.type !== 'collector') return null;
  const ended = stateAt('load-ended');
  const last = aws.findLast((event) => event.type === 'endpoint');
  const toMs = ended?.type === 'collector' ? ended.atMs : last?.type === 'endpoint' ? last.atMs : 0;
  return toMs > started.atMs ? { fromMs: started.atMs, toMs } : null;
}

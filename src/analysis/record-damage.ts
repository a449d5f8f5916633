/**
 * Finds damage to the record of a completed run: a file that is missing, or that ends before the run did.
 *
 * A run that was cut off is different: nothing more was ever written, and the verdict says so. Here the
 * manifest says that the run completed, so the lines once existed.
 */
import type { LoadEvent, LoadSample, LoadStart } from '../record/load-events.ts';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';
import { observedAtMs, planStartMs } from './build-timeline.ts';

export type FileDamage =
  /** The file does not exist, or is empty. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'cut';
      /** Seconds since the plan's time zero, or since the first line when that is not known. */
      readonly endsAtSeconds: number;
      /** When it should have ended, in the same seconds. */
      readonly ofSeconds: number;
    };

export interface RecordDamage {
  readonly load: FileDamage | null;
  readonly aws: FileDamage | null;
}

export function recordDamage(record: RunRecord): RecordDamage {
  return record.manifest.end?.how === 'completed'
    ? { load: loadDamage(record), aws: awsDamage(record) }
    : { load: null, aws: null };
}

/**
 * The record was cut when a worker that started has no end line. If that worker went silent before the others
 * did, it died instead, and the record is complete.
 */
function loadDamage(record: RunRecord): FileDamage | null {
  const { load } = record;
  if (isMissing(record, 'load.ndjson')) return { kind: 'missing' };
  const ended = new Set(load.flatMap((event) => (event.type === 'end' ? event.worker : [])));
  const starts = load.filter((event): event is LoadStart => event.type === 'start');
  // Samples of another tool may have neither start nor end.
  const started = isOwnLoad(record) ? load : starts;
  const open = new Set(started.map(({ worker }) => worker).filter((worker) => !ended.has(worker)));
  const unreadable =
    load.length === 0 && record.problems.some(({ file }) => file === 'load.ndjson');
  if (open.size === 0 && !unreadable) return null;
  const reached = lastSeconds(load);
  const last = Math.max(0, ...reached.values());
  const diedBefore = [...open].some((worker) => (reached.get(worker) ?? 0) < last - 2);
  if (diedBefore) return null;
  const planned = Math.max(0, ...starts.map((start) => start.planDurationMs)) / 1_000;
  const ofSeconds = planned > 0 ? planned : phaseSeconds(record);
  return { kind: 'cut', endsAtSeconds: last, ofSeconds: Math.max(last, ofSeconds) };
}

/** The end of each worker's last second. */
function lastSeconds(load: readonly LoadEvent[]): Map<number, number> {
  const reached = new Map<number, number>();
  for (const { worker, second } of load.filter((one): one is LoadSample => one.type === 'sample')) {
    reached.set(worker, Math.max(reached.get(worker) ?? 0, second + 1));
  }
  return reached;
}

/** The planned duration, for runs without a start line; 0 when unknown. */
function phaseSeconds(record: RunRecord): number {
  const { phases } = record.manifest.scenario;
  if (phases === null || !isOwnLoad(record)) return 0;
  return phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}

/** If the manifest does not say, assume the run's own load, so that missing lines count as damage. */
function isOwnLoad({ manifest }: RunRecord): boolean {
  return manifest.loadFrom === 'engine' || manifest.loadFrom === null;
}

/** The collector's last event says that the metrics settled, or that it stopped waiting for them. */
function awsDamage(record: RunRecord): FileDamage | null {
  const { aws, load, manifest } = record;
  if (watchOf(manifest) === null) return null;
  if (isMissing(record, 'aws.ndjson')) return { kind: 'missing' };
  const states = new Set(aws.flatMap((event) => (event.type === 'collector' ? event.state : [])));
  if (states.has('settled') || states.has('stopped')) return null;
  if (aws.length === 0) return { kind: 'missing' };
  const times = aws.map(observedAtMs);
  const first = times.reduce((least, atMs) => Math.min(least, atMs));
  const zeroMs = planStartMs(load) ?? first;
  const secondsTo = (atMs: number) => Math.max(0, (atMs - zeroMs) / 1_000);
  const endsAtSeconds = secondsTo(times.reduce((most, atMs) => Math.max(most, atMs)));
  const ofSeconds = Math.max(endsAtSeconds, secondsTo(manifest.end?.atMs ?? 0));
  return { kind: 'cut', endsAtSeconds, ofSeconds };
}

function isMissing({ problems }: RunRecord, name: string): boolean {
  return problems.some(({ file, kind }) => file === name && kind === 'missing');
}

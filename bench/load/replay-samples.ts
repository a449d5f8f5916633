/** Reads the replay engine's own samples from disk, as a cross-check. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadSample, loadEventSchema } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

export interface OwnAccount {
  readonly sent: number;
  readonly ownSecondShare: number;
  readonly lagMs: Percentiles;
  /** From the intended time. */
  readonly latencyMs: Percentiles;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** @returns null when the engine wrote no samples, as the HTTP engine does */
export function readOwnAccount(directory: string): OwnAccount | null {
  const file = join(directory, 'load.ndjson');
  if (!existsSync(file)) return null;
  const samples = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => loadEventSchema.parse(JSON.parse(line)))
    .filter((event): event is LoadSample => event.type === 'sample');
  const sent = total(samples, 'sent');
  return {
    sent,
    ownSecondShare: total(samples, 'sentInOwnSecond') / total(samples, 'planned'),
    lagMs: merged(samples, 'lagMs'),
    latencyMs: merged(samples, 'latencyMs'),
  };
}

function total(samples: LoadSample[], key: 'sent' | 'sentInOwnSecond' | 'planned'): number {
  return samples.reduce((sum, sample) => sum + sample[key], 0);
}

function merged(samples: LoadSample[], key: 'lagMs' | 'latencyMs'): Percentiles {
  const all = new DurationSketch();
  for (const sample of samples) all.merge(DurationSketch.fromLine(sample[key]));
  return { p50: all.quantile(0.5) ?? Number.NaN, p99: all.quantile(0.99) ?? Number.NaN };
}

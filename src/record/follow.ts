/** Reads the run so far as a record that the analysis can use, for the live view. */
import { join } from 'node:path';
import { OUTCOMES } from '../systems/outcome.ts';
import type { AwsEvent } from './aws-events.ts';
import { type LoadEvent, loadEventSchema, type OutcomeCounts } from './load-events.ts';
import type { Manifest } from './manifest.ts';
import { parseLines, type RunRecord } from './read.ts';
import { Tail } from './tail.ts';

/** The live view draws the last minutes; re-reading an hour every second would cost too much. */
const SAMPLES_KEPT = 240;

const NOT_LIVE: ReadonlySet<string> = new Set(['answers', 'failure']);

export interface RunSoFar {
  /** Of the load, only the newest samples. */
  readonly record: RunRecord;
  /** Requests by outcome in the samples before those. */
  readonly earlierOutcomes: OutcomeCounts;
}

export class RunFollower {
  readonly #directory: string;
  readonly #manifest: Manifest;
  readonly #tail: Tail;
  #load: LoadEvent[] = [];
  #aws: AwsEvent[] = [];
  #earlierOutcomes: OutcomeCounts = {};

  constructor(directory: string, manifest: Manifest) {
    this.#directory = directory;
    this.#manifest = manifest;
    this.#tail = new Tail(join(directory, 'load.ndjson'));
  }

  observe(event: AwsEvent): void {
    this.#aws.push(event);
    // Bounds memory; the live view shows only the newest observations.
    if (this.#aws.length > 20_000) this.#aws = this.#aws.slice(-10_000);
  }

  read(): RunSoFar {
    const { events } = parseLines(this.#tail.read(), loadEventSchema);
    // The live view shows neither predictions by row nor failing responses.
    const all = [...this.#load, ...events.filter(({ type }) => !NOT_LIVE.has(type))];
    const starts = all.filter((event) => event.type === 'start');
    const others = all.filter((event) => event.type !== 'start');
    for (const event of others.slice(0, -SAMPLES_KEPT)) this.#forget(event);
    this.#load = [...starts, ...others.slice(-SAMPLES_KEPT)];
    const record: RunRecord = {
      directory: this.#directory,
      manifest: this.#manifest,
      load: this.#load,
      aws: this.#aws,
      truth: [],
      workers: null,
      problems: [],
    };
    return { record, earlierOutcomes: this.#earlierOutcomes };
  }

  #forget(event: LoadEvent): void {
    if (event.type !== 'sample') return;
    const sum = { ...this.#earlierOutcomes };
    for (const outcome of OUTCOMES) {
      const more = event.outcomes[outcome];
      if (more !== undefined) sum[outcome] = (sum[outcome] ?? 0) + more;
    }
    this.#earlierOutcomes = sum;
  }
}

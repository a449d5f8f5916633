/** The run so far, as a record that the analysis reads: what the live view is made of. */
import { join } from 'node:path';
import type { AwsEvent } from './aws-events.ts';
import type { LoadEvent } from './load-events.ts';
import { loadEventSchema } from './load-events.ts';
import type { Manifest } from './manifest.ts';
import { parseLines, type RunRecord } from './read.ts';
import { Tail } from './tail.ts';

/** The live view shows the last minutes: reading an hour again every second would cost more than the load. */
const SAMPLES_KEPT = 240;

export class RunFollower {
  readonly #directory: string;
  readonly #manifest: Manifest;
  readonly #tail: Tail;
  #load: LoadEvent[] = [];
  #aws: AwsEvent[] = [];

  constructor(directory: string, manifest: Manifest) {
    this.#directory = directory;
    this.#manifest = manifest;
    this.#tail = new Tail(join(directory, 'load.ndjson'));
  }

  observe(event: AwsEvent): void {
    this.#aws.push(event);
    // Ten polls a second for hours would be a lot; the newest are the ones on the screen.
    if (this.#aws.length > 20_000) this.#aws = this.#aws.slice(-10_000);
  }

  read(): RunRecord {
    const { events } = parseLines(this.#tail.read(), loadEventSchema);
    // Nor does it show which rows got which predictions.
    const all = [...this.#load, ...events.filter((event) => event.type !== 'answers')];
    const starts = all.filter((event) => event.type === 'start');
    const others = all.filter((event) => event.type !== 'start');
    this.#load = [...starts, ...others.slice(-SAMPLES_KEPT)];
    return {
      directory: this.#directory,
      manifest: this.#manifest,
      load: this.#load,
      aws: this.#aws,
      truth: [],
      problems: [],
    };
  }
}

/** Where a worker of a distributed load leaves its lines: a folder that outlives it, S3, or its log. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Place } from '../../aws/s3-place.ts';
import type { LoadEvent } from '../../record/load-events.ts';
import { NdjsonFile } from '../../record/ndjson-file.ts';
import { IN_LOG, LOG_MARKER, samplesFile, samplesPart } from '../../record/worker-samples.ts';

export interface SampleSink {
  append(event: LoadEvent): void;
  /** Resolves when everything appended is where it belongs. */
  close(): Promise<void>;
}

export function openSampleSink(samples: string, worker: number, place: S3Place | null): SampleSink {
  if (place !== null) return new PartsSink(place, worker);
  if (samples === IN_LOG) {
    return {
      // One write a line, so that lines of other sources do not come between.
      append: (event) => void process.stdout.write(`${LOG_MARKER}${JSON.stringify(event)}\n`),
      close: async () => {},
    };
  }
  mkdirSync(samples, { recursive: true });
  const file = new NdjsonFile(join(samples, samplesFile(worker)));
  return { append: (event) => file.append(event), close: async () => file.close() };
}

/** A killed worker loses at most this. */
const PART_EVERY_MS = 15_000;

/** S3 cannot append, so the lines go there in numbered parts. */
class PartsSink implements SampleSink {
  readonly #place: S3Place;
  readonly #worker: number;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  #part = 0;
  /** One part after the other, so that what is there is always the beginning. */
  #sending: Promise<void> = Promise.resolve();

  constructor(place: S3Place, worker: number) {
    this.#place = place;
    this.#worker = worker;
    this.#timer = setInterval(() => this.#send(), PART_EVERY_MS);
  }

  append(event: LoadEvent): void {
    this.#lines.push(`${JSON.stringify(event)}\n`);
  }

  #send(): void {
    if (this.#lines.length === 0) return;
    const body = this.#lines.join('');
    this.#lines = [];
    this.#part += 1;
    const name = samplesPart(this.#worker, this.#part);
    this.#sending = this.#sending.then(() => this.#place.put(name, body));
    // Reported by `close`; until then a part that did not arrive must not end the load.
    this.#sending.catch(() => {});
  }

  /** @throws UserError when a part could not be left */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#send();
    await this.#sending;
    this.#place.close();
  }
}

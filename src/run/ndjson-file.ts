/** Appends events to a newline-delimited JSON file, each in one write, on disk before it returns. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { RunNotWrittenError } from './not-written.ts';

export class NdjsonFile {
  readonly path: string;
  readonly #descriptor: number;
  #open = true;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, 'a');
  }

  /**
   * Synchronous on purpose: a few lines a second cost microseconds each, and what was appended
   * survives a kill of the process right after. One `write` on a file opened for appending also
   * keeps the lines of several workers whole.
   * @throws RunNotWrittenError
   */
  append(event: object): void {
    try {
      writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
    } catch (cause) {
      throw new RunNotWrittenError(this.path, cause);
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}

/** Appends events to a newline-delimited JSON file, each in one write, on disk before it returns. */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
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
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      this.#refuseUnlinked();
      // A disk that is nearly full takes the beginning of a line, and refuses only the rest.
      for (let written = 0; written < line.length; ) {
        written += writeSync(this.#descriptor, line, written);
      }
    } catch (cause) {
      throw new RunNotWrittenError(this.path, cause);
    }
  }

  /** A file that was removed takes writes as before, and nobody will ever read them. */
  #refuseUnlinked(): void {
    if (fstatSync(this.#descriptor).nlink > 0) return;
    throw Object.assign(new Error(`${this.path} was removed`), { code: 'ENOENT' });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}

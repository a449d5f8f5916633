/** Appends events to a newline-delimited JSON file, one synchronous write each. */
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
   * Synchronous on purpose: a few lines per second cost microseconds each, and appended lines
   * survive a kill of the process immediately afterwards. One `write` to a file opened for appending
   * also keeps the lines of several workers intact.
   * @throws RunNotWrittenError
   */
  append(event: object): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    try {
      this.#refuseUnlinked();
      // A nearly full disk can accept the start of a line and reject the rest.
      for (let written = 0; written < line.length; ) {
        written += writeSync(this.#descriptor, line, written);
      }
    } catch (cause) {
      throw new RunNotWrittenError(this.path, cause);
    }
  }

  /** Writes to a removed file succeed, but the data is lost. */
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

/** Reads the whole lines appended to a file since the previous read. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export class Tail {
  readonly #path: string;
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** @returns the new lines with their line endings; '' without new lines or without a file */
  read(): string {
    let descriptor: number;
    try {
      descriptor = openSync(this.#path, 'r');
    } catch {
      return '';
    }
    try {
      const length = fstatSync(descriptor).size - this.#offset;
      if (length <= 0) return '';
      const buffer = Buffer.alloc(length);
      const bytes = readSync(descriptor, buffer, 0, length, this.#offset);
      // Leave an incomplete line for the next read.
      const whole = buffer.subarray(0, bytes).lastIndexOf('\n') + 1;
      this.#offset += whole;
      return buffer.toString('utf8', 0, whole);
    } finally {
      closeSync(descriptor);
    }
  }
}

/**
 * Holds back the first requests until the one that was sent first is known. Its moment begins second 0, so that a rate
 * held for a minute is held for sixty whole seconds, not for fifty-nine and two parts.
 */
import type { SampleSink, ToolRequest } from './sample-reader.ts';
import { SecondBook } from './second-book.ts';

/** Tools write a request when it has ended, and the one sent first is, as a rule, among the first to end. */
const HOLD_BACK_MS = 2_000;
const MAX_HELD_BACK = 200_000;
const SECOND_MS = 1_000;

export class FirstRequests implements SampleSink {
  readonly #timeResolutionMs: () => number;
  readonly #requests: ToolRequest[] = [];
  readonly #notSent: (readonly [atMs: number, count: number])[] = [];
  #firstMs = Number.POSITIVE_INFINITY;
  #firstEndMs = Number.POSITIVE_INFINITY;
  #book: SecondBook | null = null;

  /** @param timeResolutionMs of the times so far */
  constructor(timeResolutionMs: () => number) {
    this.#timeResolutionMs = timeResolutionMs;
  }

  request(request: ToolRequest): void {
    if (this.#book !== null) {
      this.#book.request(request);
      return;
    }
    this.#requests.push(request);
    this.#firstMs = Math.min(this.#firstMs, request.sentMs);
    this.#firstEndMs = Math.min(this.#firstEndMs, request.endMs);
    const isLater = request.endMs > this.#firstEndMs + HOLD_BACK_MS;
    if (isLater || this.#requests.length >= MAX_HELD_BACK) this.#begin();
  }

  notSent(atMs: number, count: number): void {
    if (this.#book !== null) {
      this.#book.notSent(atMs, count);
      return;
    }
    this.#notSent.push([atMs, count]);
    this.#firstMs = Math.min(this.#firstMs, atMs);
  }

  /** @returns null without any request */
  close(): SecondBook | null {
    return this.#book ?? (this.#requests.length === 0 ? null : this.#begin());
  }

  #begin(): SecondBook {
    const grainMs = this.#timeResolutionMs() >= SECOND_MS ? SECOND_MS : 1;
    const zeroMs = Math.floor(this.#firstMs / grainMs) * grainMs;
    const book = new SecondBook(zeroMs);
    for (const request of this.#requests.splice(0)) book.request(request);
    for (const [atMs, count] of this.#notSent.splice(0)) book.notSent(atMs, count);
    this.#book = book;
    return book;
  }
}

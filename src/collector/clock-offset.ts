/**
 * Estimates the offset between AWS's clock and this machine's from the Date headers of responses.
 *
 * A header names a whole second S: when it was written, AWS's clock was in [S, S + 1 s), and this
 * machine's clock between sending and receiving. So the offset lies in (S - received, S + 1 s - sent),
 * and each further response narrows the interval: after a few dozen it is some tens of milliseconds wide.
 */
export interface DatedAnswer {
  /** Local epoch ms. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** The Date header, epoch ms of a whole second. */
  readonly serverSecondMs: number;
}

export class ClockOffset {
  #lowMs = Number.NEGATIVE_INFINITY;
  #highMs = Number.POSITIVE_INFINITY;

  observe({ sentMs, receivedMs, serverSecondMs }: DatedAnswer): void {
    const lowMs = serverSecondMs - receivedMs;
    const highMs = serverSecondMs + 1_000 - sentMs;
    if (lowMs > this.#highMs || highMs < this.#lowMs) {
      // The clocks moved relative to each other (a step, or drift over hours): start over from here.
      this.#lowMs = lowMs;
      this.#highMs = highMs;
      return;
    }
    this.#lowMs = Math.max(this.#lowMs, lowMs);
    this.#highMs = Math.min(this.#highMs, highMs);
  }

  /** AWS minus local, ms, with half the width of its interval; null before any response. */
  estimate(): { readonly offsetMs: number; readonly plusMinusMs: number } | null {
    if (!Number.isFinite(this.#lowMs) || !Number.isFinite(this.#highMs)) return null;
    return {
      offsetMs: (this.#lowMs + this.#highMs) / 2,
      plusMinusMs: (this.#highMs - this.#lowMs) / 2,
    };
  }
}

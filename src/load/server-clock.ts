/**
 * A server's clock against ours, from the `Date` headers of its responses.
 *
 * A header gives whole seconds, so one response confines the offset to a second and its round trip: at some
 * moment between sending and receiving, the server's clock was within the second it names. The true offset lies in
 * every such interval. A response just after the server's second began bounds it from below, one just before it
 * ended from above; among thousands, both leave little more than a round trip.
 *
 *   offset = server - ours        named - receivedMs  <=  offset  <  named + 1000 - sentMs
 *
 * Pure and without imports at run time, because the k6 script uses it, too.
 */
import type { WorkerClock } from '../record/load-events.ts';

export class ServerClock {
  #header = '';
  #namedMs = Number.NaN;
  #lowMs = Number.NEGATIVE_INFINITY;
  #highMs = Number.POSITIVE_INFINITY;

  /**
   * @param sentMs, receivedMs epoch ms by our clock
   * @returns whether this response narrowed the interval
   */
  see(header: string | undefined, sentMs: number, receivedMs: number): boolean {
    if (header === undefined) return false;
    if (header !== this.#header) {
      this.#header = header;
      this.#namedMs = Date.parse(header);
    }
    if (Number.isNaN(this.#namedMs)) return false;
    return this.narrow(this.#namedMs - receivedMs, this.#namedMs + 1_000 - sentMs);
  }

  narrow(lowMs: number, highMs: number): boolean {
    const [low, high] = [this.#lowMs, this.#highMs];
    this.#lowMs = Math.max(low, lowMs);
    this.#highMs = Math.min(high, highMs);
    return this.#lowMs !== low || this.#highMs !== high;
  }

  get bounds(): { readonly lowMs: number; readonly highMs: number } {
    return { lowMs: this.#lowMs, highMs: this.#highMs };
  }

  /**
   * Undefined without a dated response. Behind one name there may be servers whose clocks differ by some ms; then the
   * bounds cross, and the error is half of what they differ by.
   */
  get estimate(): WorkerClock | undefined {
    if (this.#lowMs === Number.NEGATIVE_INFINITY) return undefined;
    return {
      offsetMs: (this.#lowMs + this.#highMs) / 2,
      errorMs: Math.abs(this.#highMs - this.#lowMs) / 2,
    };
  }
}

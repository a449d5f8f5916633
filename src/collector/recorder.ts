/** Writes the collector's record: every event, the state it is in, and the clock's offset. */
import type { AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import type { ClockOffset } from './clock-offset.ts';

export interface RecorderOptions {
  readonly clock: ClockOffset;
  /** Local epoch ms. */
  readonly now: () => number;
  readonly write: (event: AwsEvent) => void;
}

export class Recorder {
  readonly #options: RecorderOptions;
  #plusMinusMs: number | null = null;
  #failure: { readonly cause: unknown } | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /**
   * The clock's offset goes along whenever it is known better than before: also a run that is killed
   * should have it.
   */
  write(event: AwsEvent): void {
    const { clock, now } = this.#options;
    this.#append(event);
    const estimate = clock.estimate();
    if (!estimate || isLittleBetter(estimate.plusMinusMs, this.#plusMinusMs)) return;
    this.#plusMinusMs = estimate.plusMinusMs;
    this.#append({ type: 'clock', atMs: now(), ...estimate });
  }

  state(state: AwsEventOf<'collector'>['state'], note?: string): void {
    const atMs = this.#options.now();
    this.write({ type: 'collector', atMs, state, ...(note ? { note } : {}) });
  }

  /** @throws what writing threw: a record with holes that nothing names is worse than none */
  throwIfBroken(): void {
    if (this.#failure) throw this.#failure.cause;
  }

  /** By AWS's clock, as far as it is known. */
  awsTime(localMs: number): number {
    return localMs + (this.#options.clock.estimate()?.offsetMs ?? 0);
  }

  /** After one failure nothing is written: what is missing then could not be told. */
  #append(event: AwsEvent): void {
    this.throwIfBroken();
    try {
      this.#options.write(event);
    } catch (cause) {
      this.#failure = { cause };
      throw cause;
    }
  }
}

/** By less than a tenth: not worth a line. One that is worse follows a clock that was set anew. */
function isLittleBetter(plusMinusMs: number, beforeMs: number | null): boolean {
  return beforeMs !== null && plusMinusMs <= beforeMs && plusMinusMs > 0.9 * beforeMs;
}

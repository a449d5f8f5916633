/** Writes the collector's record: every event, the collector's state, and the clock offset. */
import type { AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import type { ClockOffset } from './clock-offset.ts';

/** Something of AWS's answers that this version does not know, and what it could change. */
export type Doubt = Pick<AwsEventOf<'not-understood'>, 'what'> & {
  readonly affects: readonly AwsEventOf<'not-understood'>['affects'][number][];
};

export interface RecorderOptions {
  readonly clock: ClockOffset;
  /** Local epoch ms. */
  readonly now: () => number;
  readonly write: (event: AwsEvent) => void;
}

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #doubted = new Set<string>();
  #plusMinusMs: number | null = null;
  #failure: { readonly cause: unknown } | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /**
   * Also records the clock offset whenever its estimate has improved, so that even a killed run has
   * it.
   */
  write(event: AwsEvent): void {
    const { clock, now } = this.#options;
    this.#append(event);
    const estimate = clock.estimate();
    if (!estimate || isLittleBetter(estimate.plusMinusMs, this.#plusMinusMs)) return;
    this.#plusMinusMs = estimate.plusMinusMs;
    this.#append({ type: 'clock', atMs: now(), ...estimate });
  }

  /** Records each thing that is not understood once, however often it is seen. */
  doubt(doubts: readonly Doubt[]): void {
    const atMs = this.#options.now();
    for (const { what, affects } of doubts) {
      if (this.#doubted.has(what)) continue;
      this.#doubted.add(what);
      this.write({ type: 'not-understood', atMs, what, affects: [...affects] });
    }
  }

  state(state: AwsEventOf<'collector'>['state'], note?: string): void {
    const atMs = this.#options.now();
    this.write({ type: 'collector', atMs, state, ...(note ? { note } : {}) });
  }

  /** @throws what writing threw: a record with unreported holes is worse than none */
  throwIfBroken(): void {
    if (this.#failure) throw this.#failure.cause;
  }

  /** Local epoch ms to AWS's clock, as far as the offset is known. */
  awsTime(localMs: number): number {
    return localMs + (this.#options.clock.estimate()?.offsetMs ?? 0);
  }

  /** After one failure nothing more is written: nobody could tell what is missing. */
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

/** Better by less than a tenth: not worth a line. A worse estimate means a clock was stepped. */
function isLittleBetter(plusMinusMs: number, beforeMs: number | null): boolean {
  return beforeMs !== null && plusMinusMs <= beforeMs && plusMinusMs > 0.9 * beforeMs;
}

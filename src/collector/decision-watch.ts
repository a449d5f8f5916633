/** Asks, while the collector settles, whether everything is decided; paced, because the answer takes CPU time. */

export interface Moment {
  /** Local epoch ms. */
  readonly nowMs: number;
  /** When CloudWatch last gave a complete response; null: never. */
  readonly completeAtMs: number | null;
  /** The datapoints that cover the load are final. */
  readonly areMetricsFinal: boolean;
}

export interface DecisionWatchOptions {
  /** Between two looks at least, ms. */
  readonly everyMs: number;
  readonly isDecided: (areMetricsFinal: boolean) => Promise<boolean>;
  /** Local epoch ms. */
  readonly now: () => number;
}

/** Of the time, at most a tenth goes into looking, however long the record is. */
const PAUSE_FOR_A_LOOK = 9;

/** Decided is what was so twice in a row, with a response of CloudWatch in between. */
export class DecisionWatch {
  readonly #options: DecisionWatchOptions;
  #nextMs = 0;
  /** `completeAtMs` of the look that first found it decided; undefined: the last one did not. */
  #decidedAt: number | null | undefined;

  constructor(options: DecisionWatchOptions) {
    this.#options = options;
  }

  async look({ nowMs, completeAtMs, areMetricsFinal }: Moment): Promise<boolean> {
    if (nowMs < this.#nextMs) return false;
    // Nothing new to look at.
    if (this.#decidedAt !== undefined && completeAtMs === this.#decidedAt) return false;
    const { everyMs, isDecided, now } = this.#options;
    const decided = await isDecided(areMetricsFinal);
    const tookMs = now() - nowMs;
    this.#nextMs = now() + Math.max(everyMs, PAUSE_FOR_A_LOOK * tookMs);
    const again = decided && this.#decidedAt !== undefined;
    if (!decided) this.#decidedAt = undefined;
    else this.#decidedAt ??= completeAtMs;
    return again;
  }
}

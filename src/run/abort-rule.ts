/** Decides when to abort a load: too many requests failed for too many seconds in a row. Pure. */
import { percent, seconds } from '../format/numbers.js';
import type { LoadSample } from '../record/load-events.ts';
import type { AbortSettings } from '../scenario/schema.ts';
import { ERROR_OUTCOMES, type Outcome } from '../systems/outcome.ts';

/** HTTP 429, 403 and other 4xx: more load would harm the API's other callers. */
const REFUSALS: readonly Outcome[] = ['throttled', 'client-error'];

/** With fewer requests in the whole stretch, a share is not meaningful. */
const MIN_REQUESTS = 10;

interface Counts {
  completed: number;
  errors: number;
  refusals: number;
}

export class AbortRule {
  readonly #settings: AbortSettings;
  /** By second of the plan, across all workers. */
  readonly #seconds = new Map<number, Counts>();
  readonly #newestOf = new Map<number, number>();

  constructor(settings: AbortSettings) {
    this.#settings = settings;
  }

  add(sample: LoadSample): void {
    const counts = this.#seconds.get(sample.second) ?? { completed: 0, errors: 0, refusals: 0 };
    this.#seconds.set(sample.second, counts);
    for (const [outcome, times = 0] of Object.entries(sample.outcomes) as [Outcome, number][]) {
      counts.completed += times;
      if (ERROR_OUTCOMES.includes(outcome)) counts.errors += times;
      if (REFUSALS.includes(outcome)) counts.refusals += times;
    }
    this.#newestOf.set(sample.worker, sample.second);
    this.#forget();
  }

  /** @returns why the load must stop, in one sentence; null while it may continue */
  reason(): string | null {
    const { maxRefusedShare, maxErrorShare, forSeconds } = this.#settings;
    const refused = this.#shareOver(maxRefusedShare, ({ refusals }) => refusals);
    if (refused !== null) {
      return `The API rejected ${percent(refused)} of requests (HTTP 4xx) for ${seconds(forSeconds)}; the limit is ${percent(maxRefusedShare)}.`;
    }
    const failed = this.#shareOver(maxErrorShare, ({ errors }) => errors);
    return failed === null
      ? null
      : `${percent(failed)} of requests failed for ${seconds(forSeconds)}; the limit is ${percent(maxErrorShare)}.`;
  }

  /** The share over the whole stretch, if every second with completed requests exceeds `limit`. */
  #shareOver(limit: number, of: (counts: Counts) => number): number | null {
    const last = Math.min(...this.#newestOf.values());
    const first = last - this.#settings.forSeconds + 1;
    if (!Number.isFinite(last) || first < 0) return null;
    let completed = 0;
    let bad = 0;
    for (let second = first; second <= last; second += 1) {
      const counts = this.#seconds.get(second);
      // No completed requests: a slow load, or a hanging target, whose timeouts will count.
      if (counts === undefined || counts.completed === 0) continue;
      if (of(counts) <= limit * counts.completed) return null;
      completed += counts.completed;
      bad += of(counts);
    }
    return completed >= MIN_REQUESTS ? bad / completed : null;
  }

  #forget(): void {
    const oldest = Math.min(...this.#newestOf.values()) - this.#settings.forSeconds;
    for (const second of this.#seconds.keys()) {
      if (second <= oldest) this.#seconds.delete(second);
    }
  }
}

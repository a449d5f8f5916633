/** Batches completed requests for Artillery's own metrics. */
import type { RequestEnd } from '../replay/replay.ts';

export interface MetricsBatch {
  /** Artillery counter name -> increment. */
  readonly counters: Readonly<Record<string, number>>;
  /** Error code -> count. */
  readonly errors: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly serviceTimesMs: Float64Array<ArrayBuffer>;
  readonly latenciesMs: Float64Array<ArrayBuffer>;
}

export class MetricsGatherer {
  #counters: Record<string, number> = {};
  #errors: Record<string, number> = {};
  #requests = 0;
  #serviceTimesMs: number[] = [];
  #latenciesMs: number[] = [];

  /** Uses the HTTP engine's metric names, so that its reports and plugins keep working. */
  add(end: RequestEnd): void {
    this.#requests += 1;
    this.#latenciesMs.push(end.latencyMs);
    increment(this.#counters, 'http.requests');
    increment(this.#counters, `replay.outcomes.${end.outcome}`);
    if (end.status === null) {
      increment(this.#errors, end.outcome);
      return;
    }
    increment(this.#counters, 'http.responses');
    increment(this.#counters, `http.codes.${end.status}`);
    this.#serviceTimesMs.push(end.serviceTimeMs);
  }

  /** @returns everything added since the last call */
  take(): MetricsBatch {
    const batch = {
      counters: this.#counters,
      errors: this.#errors,
      requests: this.#requests,
      serviceTimesMs: Float64Array.from(this.#serviceTimesMs),
      latenciesMs: Float64Array.from(this.#latenciesMs),
    };
    this.#counters = {};
    this.#errors = {};
    this.#requests = 0;
    this.#serviceTimesMs = [];
    this.#latenciesMs = [];
    return batch;
  }
}

function increment(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

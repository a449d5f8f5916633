/**
 * Simulates a serverless endpoint: no instances; one execution environment per concurrent request,
 * created on demand.
 *
 * Pure, like the fleet: a request's whole future is known when it arrives. It runs in the most recently
 * used idle environment, or else in a new one after its setup time. At the maximum concurrency it is
 * throttled; requests never queue.
 */
import { type FaultWindow, finishOf } from './faults.ts';
import type { Chance } from './fleet-effects.ts';
import type { ModelStatus } from './invocation-metrics.ts';
import { SERVERLESS_METRICS, type ServerlessMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import type { ServerlessSettings } from './settings.ts';

export type ServerlessArrival =
  | {
      readonly outcome: 'served';
      readonly completeMs: number;
      /** Setup time of a cold start; 0 in a warm environment. */
      readonly setupMs: number;
    }
  | { readonly outcome: 'throttled' };

/** Memory used by the container and its model, whatever the endpoint's memory size. */
const USED_MB = 600;

export class ServerlessEndpoint {
  readonly settings: ServerlessSettings;
  readonly store: MetricsStore<ServerlessMetric>;
  readonly #chance: Chance;
  readonly #stall: FaultWindow | undefined;
  /** When each environment becomes free. */
  #freeAtMs: number[] = [];

  /** @param stall in epoch milliseconds */
  constructor(
    settings: ServerlessSettings,
    chance: Chance,
    storeSettings: StoreSettings,
    stall?: FaultWindow,
  ) {
    this.settings = settings;
    this.store = new MetricsStore(SERVERLESS_METRICS, storeSettings);
    this.#chance = chance;
    this.#stall = stall;
  }

  /** @param nowMs not before that of an earlier call */
  arrive(nowMs: number, model: ModelStatus): ServerlessArrival {
    const arrival = this.#place(nowMs);
    const throttled = arrival.outcome === 'throttled';
    this.store.add('Invocations', nowMs, 1);
    this.store.add('Invocation4XXErrors', nowMs, throttled || model === 'client-error' ? 1 : 0);
    this.store.add('Invocation5XXErrors', nowMs, 0);
    if (throttled) return arrival;
    const percent = (100 * USED_MB) / this.settings.memoryMb;
    this.store.add('MemoryUtilization', arrival.completeMs, Math.min(100, percent));
    if (arrival.setupMs > 0) this.store.add('ModelSetupTime', nowMs, arrival.setupMs * 1000);
    return arrival;
  }

  #place(nowMs: number): ServerlessArrival {
    const { maxConcurrency, coldStartMs, keepWarmMs } = this.settings;
    this.#freeAtMs = this.#freeAtMs.filter((freeAt) => freeAt + keepWarmMs > nowMs);
    let warm = -1;
    for (const [index, freeAt] of this.#freeAtMs.entries()) {
      if (freeAt <= nowMs && (warm < 0 || freeAt > this.#freeAtMs[warm]!)) warm = index;
    }
    if (warm < 0 && this.#freeAtMs.length >= maxConcurrency) return { outcome: 'throttled' };
    const setupMs = warm < 0 ? coldStartMs : 0;
    const completeMs = finishOf(nowMs, setupMs + this.#chance.serviceMs(), this.#stall);
    this.#freeAtMs[warm < 0 ? this.#freeAtMs.length : warm] = completeMs;
    return { outcome: 'served', completeMs, setupMs };
  }
}

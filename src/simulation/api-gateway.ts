/** Simulates an API Gateway REST API stage: its throttling and its metrics. Pure. */
import { API_METRICS, type ApiMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';

export interface ThrottleSettings {
  /** Tokens per second. */
  readonly rateRps: number;
  /** Tokens the bucket holds. */
  readonly burst: number;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly latencyMs: number;
  /** Undefined when the request never reached the function. */
  readonly integrationMs?: number;
}

export class ApiGateway {
  readonly store: MetricsStore<ApiMetric>;
  readonly #throttle: ThrottleSettings | undefined;
  #tokens: number;
  #filledAtMs: number;

  /** @param throttle undefined for no throttling */
  constructor(
    api: { name: string; stage: string },
    throttle: ThrottleSettings | undefined,
    storeSettings: StoreSettings,
  ) {
    const dimensions = [
      { Name: 'ApiName', Value: api.name },
      { Name: 'Stage', Value: api.stage },
    ];
    this.store = new MetricsStore(API_METRICS, { ...storeSettings, dimensions });
    this.#throttle = throttle;
    this.#tokens = throttle?.burst ?? 0;
    this.#filledAtMs = storeSettings.startMs;
  }

  /** Takes a token, as API Gateway's token bucket does. @returns false when throttled (429) */
  admit(nowMs: number): boolean {
    if (!this.#throttle) return true;
    const { rateRps, burst } = this.#throttle;
    const gained = ((nowMs - this.#filledAtMs) / 1000) * rateRps;
    this.#tokens = Math.min(burst, this.#tokens + gained);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** @param nowMs when the response left */
  record(nowMs: number, { status, latencyMs, integrationMs }: GatewayAnswer): void {
    this.store.add('Count', nowMs, 1);
    // One sample per request, so that an error metric's average is the error rate.
    this.store.add('4XXError', nowMs, status >= 400 && status < 500 ? 1 : 0);
    this.store.add('5XXError', nowMs, status >= 500 ? 1 : 0);
    this.store.add('Latency', nowMs, latencyMs);
    if (integrationMs !== undefined) this.store.add('IntegrationLatency', nowMs, integrationMs);
  }
}

/** Records ContainerLatency, the time each container of an inference pipeline takes. */
import { CONTAINER_METRICS } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';

/**
 * Share of the service time spent passing a request between containers, so that the containers' sum
 * stays within ModelLatency.
 */
const BETWEEN_SHARE = 0.05;

export class PipelineMetrics {
  /** One per container; empty for an endpoint without a pipeline. */
  readonly stores: readonly MetricsStore<'ContainerLatency'>[];
  readonly #shares: readonly number[];

  /** @param containers container names, in order */
  constructor(containers: readonly string[], settings: StoreSettings) {
    this.stores = containers.map((name) => {
      const dimensions = [...settings.dimensions, { Name: 'ContainerName', Value: name }];
      return new MetricsStore(CONTAINER_METRICS, { ...settings, dimensions });
    });
    this.#shares = shares(containers.length);
  }

  /** Queueing on an instance counts in ModelLatency, but in no ContainerLatency. */
  record({ startMs, completeMs }: { startMs: number; completeMs: number }): void {
    for (let i = 0; i < this.stores.length; i++) {
      const latencyMs = (completeMs - startMs) * this.#shares[i]!;
      this.stores[i]!.add('ContainerLatency', completeMs, latencyMs * 1000);
    }
  }
}

/** The first container parses the raw row and takes longest: 3 : 2 : 1 for three. */
function shares(count: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => count - i);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => ((1 - BETWEEN_SHARE) * weight) / total);
}

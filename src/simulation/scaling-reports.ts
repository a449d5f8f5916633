/**
 * SageMaker's own account of its scaling, which an endpoint of detailed observability publishes as
 * OpenTelemetry metrics.
 *
 * Source of names and labels: "OpenTelemetry metrics reference", AWS documentation. Assumed, since it says
 * no more: latency in seconds, an action as a sample of 1 with its direction as a label.
 */
import type { FleetEffect } from './fleet-effects.ts';
import type { Identity } from './identity.ts';

export interface ReportSample {
  readonly atMs: number;
  readonly value: number;
}

export interface ReportSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly samples: readonly ReportSample[];
}

/** Events kept; a run causes a few dozen. */
const MAX_EVENTS = 1_000;
const MAX_GAUGE_SAMPLES = 3 * 24 * 60;

interface ReportEvent extends ReportSample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

export class ScalingReports {
  readonly #labels: Readonly<Record<string, string>>;
  readonly #publishMs: number;
  readonly #startMs: number;
  readonly #events: ReportEvent[] = [];
  /** Instances in service from each moment on. */
  readonly #counts: ReportSample[];
  #wantedAtMs: number | undefined;

  constructor(
    { endpointName, variantName }: Identity,
    { startMs, publishMs, count }: { startMs: number; publishMs: number; count: number },
  ) {
    this.#labels = {
      'aws.sagemaker.endpoint.name': endpointName,
      'aws.sagemaker.variant.name': variantName,
    };
    this.#startMs = startMs;
    this.#publishMs = publishMs;
    this.#counts = [{ atMs: startMs, value: count }];
  }

  /** @param isOut whether more are wanted than there are */
  follow({ type, atMs, instanceType }: FleetEffect, isOut: boolean): void {
    switch (type) {
      case 'desired-changed':
        this.#wantedAtMs = atMs;
        this.#tell('ScalingAction', atMs, 1, { action: isOut ? 'out' : 'in' });
        break;
      case 'settled':
        if (this.#wantedAtMs !== undefined) {
          this.#tell('E2EScalingLatency', atMs, (atMs - this.#wantedAtMs) / 1000);
        }
        this.#wantedAtMs = undefined;
        break;
      case 'pool-exhausted':
        this.#tell('ICECount', atMs, 1, instanceType && { '@resource.host.type': instanceType });
        break;
      case 'abandoned':
        this.#tell('ICECount', atMs, 1);
        this.#wantedAtMs = undefined;
        break;
    }
  }

  /** There are so many instances in service from here on. */
  counted(inService: number, atMs: number): void {
    if (this.#counts.at(-1)!.value !== inService) this.#counts.push({ atMs, value: inService });
    if (this.#counts.length > MAX_EVENTS) this.#counts.shift();
  }

  /** All that was published by `nowMs`, a series per metric and labels. */
  series(nowMs: number): ReportSeries[] {
    const byLabels = new Map<string, ReportSeries & { readonly samples: ReportSample[] }>();
    for (const { metric, labels, atMs, value } of this.#events) {
      const all = { __name__: metric, ...this.#labels, ...labels };
      const key = JSON.stringify(all);
      const known = byLabels.get(key) ?? { labels: all, samples: [] as ReportSample[] };
      known.samples.push({ atMs, value });
      byLabels.set(key, known);
    }
    const counts = {
      labels: { __name__: 'InstanceCountPerEndpoint', ...this.#labels },
      samples: this.#gauge(nowMs),
    };
    return [counts, ...byLabels.values()];
  }

  /** A count is published again and again, whether or not it changed. */
  #gauge(nowMs: number): ReportSample[] {
    const samples: ReportSample[] = [];
    const last = Math.floor(nowMs / this.#publishMs);
    const first = Math.max(Math.ceil(this.#startMs / this.#publishMs), last - MAX_GAUGE_SAMPLES);
    let change = 0;
    for (let index = first; index <= last; index++) {
      const atMs = index * this.#publishMs;
      while (change + 1 < this.#counts.length && this.#counts[change + 1]!.atMs <= atMs) change++;
      samples.push({ atMs, value: this.#counts[change]!.value });
    }
    return samples;
  }

  #tell(metric: string, atMs: number, value: number, labels: ReportEvent['labels'] | '' = {}) {
    this.#events.push({ metric, atMs, value, labels: labels || {} });
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }
}

/** Finds a metric among the stores by its namespace, name, dimensions and unit. */
import type { MetricsStore } from './metrics-store.ts';
import type { Dimension, MetricDefinition } from './statistics.ts';

export interface MetricName {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly Dimension[];
  /** A unit other than the metric's own finds nothing. */
  readonly unit?: string | undefined;
}

export interface FoundMetric {
  readonly store: MetricsStore;
  readonly name: string;
  readonly definition: MetricDefinition;
}

/** The metric with exactly this name and these dimensions, in any order. */
export function metricSource(
  stores: readonly MetricsStore[],
  { namespace, metricName, dimensions, unit }: MetricName,
): FoundMetric | undefined {
  for (const store of stores) {
    const definition = Object.hasOwn(store.definitions, metricName)
      ? store.definitions[metricName]
      : undefined;
    const isIt =
      definition?.namespace === namespace &&
      (unit ?? definition.unit) === definition.unit &&
      store.publishes(metricName) &&
      sameDimensions(store.dimensions, dimensions);
    if (isIt) return { store, name: metricName, definition };
  }
  return undefined;
}

/** In any order. */
export function sameDimensions(wanted: readonly Dimension[], given: readonly Dimension[]): boolean {
  return (
    given.length === wanted.length &&
    wanted.every(({ Name, Value }) =>
      given.some((each) => each.Name === Name && each.Value === Value),
    )
  );
}

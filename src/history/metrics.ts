/** The figures of a run that nights and comparisons are about, with the direction in which each is better. */

export interface Metric {
  /** Without the segment: `latency-p99`. */
  readonly name: string;
  readonly title: string;
  readonly unit: 'ms' | 'seconds' | 'requests/s' | 'share' | 'instance-hours';
  readonly better: 'lower' | 'higher';
  /**
   * Shares are compared by their difference, because most nights have no errors and nothing can be
   * divided by that; everything else by its ratio.
   */
  readonly compareBy: 'ratio' | 'difference';
  /** The smallest change that is worth a message, as `compareBy` says: 0.05 is 5 % or five points. */
  readonly leastChange: number;
}

const METRICS = [
  latency('latency-p50', 'Latency p50', 0.05),
  latency('latency-p95', 'Latency p95', 0.05),
  latency('latency-p99', 'Latency p99', 0.1),
  {
    name: 'carried-rps',
    title: 'Carried per instance at its limit',
    unit: 'requests/s',
    better: 'higher',
    compareBy: 'ratio',
    leastChange: 0.05,
  },
  // A stage is read from polls and periods, so its noise is a few seconds whatever its length.
  lag('detection', 'Detection, from breach'),
  lag('decision', 'Decision'),
  lag('provisioning', 'Provisioning'),
  lag('recovery', 'Recovery'),
  lag('scale-out', 'Scale-out, from breach'),
  share('errors', 'Errors', 'lower', 0.001),
  share('throttles', 'Throttles', 'lower', 0.001),
  share('accuracy', 'Accuracy', 'higher', 0.005),
  {
    name: 'instance-hours',
    title: 'Instance hours per million predictions',
    unit: 'instance-hours',
    better: 'lower',
    compareBy: 'ratio',
    leastChange: 0.05,
  },
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]['name'];
export const METRIC_NAMES: readonly string[] = METRICS.map(({ name }) => name);

/** @param id a metric's name, or one with its segment, `latency-p99.after`. @returns null for another. */
export function metricOf(id: string): (Metric & { readonly segment: string | null }) | null {
  const [name, segment = null] = id.split('.');
  const metric = METRICS.find((known) => known.name === name);
  return metric === undefined ? null : { ...metric, segment };
}

/** `Latency p99, after scale-out`, `Latency p99, 2 instances`. */
export function titleOf(id: string): string {
  const metric = metricOf(id);
  if (metric === null) return id;
  const { title, segment } = metric;
  if (segment === null) return title;
  if (segment === 'run') return `${title}, all of the load`;
  const counted = /^(\d+)-(instances?)$/.exec(segment);
  return counted === null
    ? `${title}, ${segment} scale-out`
    : `${title}, ${counted[1]} ${counted[2]}`;
}

function latency<Name extends string>(name: Name, title: string, leastChange: number) {
  const compared = { unit: 'ms', better: 'lower', compareBy: 'ratio', leastChange } as const;
  return { name, title, ...compared };
}

function lag<Name extends string>(name: Name, title: string) {
  const compared = {
    unit: 'seconds',
    better: 'lower',
    compareBy: 'ratio',
    leastChange: 0.1,
  } as const;
  return { name, title, ...compared };
}

function share<Name extends string>(
  name: Name,
  title: string,
  better: Metric['better'],
  leastChange: number,
) {
  return { name, title, unit: 'share', better, compareBy: 'difference', leastChange } as const;
}

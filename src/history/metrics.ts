/** The figures of a run that nights and comparisons are about, with the direction in which each is better. */

import type { MetricName } from '../scenario/metric-names.ts';

export interface Metric {
  /** Without the segment: `latency-p99`. */
  readonly name: MetricName | 'passed';
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

const METRICS: readonly Metric[] = [
  // Of several runs together: the share that passed.
  share('passed', 'Passed', 'higher', 0),
  latency('latency-p50', 'Latency p50', 0.05),
  latency('latency-p95', 'Latency p95', 0.05),
  latency('latency-p99', 'Latency p99', 0.05),
  {
    name: 'carried-rps',
    title: 'Carried per instance at its limit',
    unit: 'requests/s',
    better: 'higher',
    compareBy: 'ratio',
    leastChange: 0.05,
  },
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
    // What AWS charges per hour is a fact of the day; the hours are the run's.
    title: 'Cost per million predictions',
    unit: 'instance-hours',
    better: 'lower',
    compareBy: 'ratio',
    leastChange: 0.05,
  },
];

/** @param id a metric's name, or one with its segment, `latency-p99.after`. @returns null for another. */
export function metricOf(id: string): (Metric & { readonly segment: string | null }) | null {
  const [name, segment = null] = id.split('.');
  const metric = METRICS.find((known) => known.name === name);
  return metric === undefined ? null : { ...metric, segment };
}

/**
 * The change for the worse that settings allow: by the metric's id, its name, or `all`, which leaves out shares.
 *
 * @param settings those that win first
 * @returns in the unit of `leastChange`, and that where none says anything of the metric
 */
export function allowedOf(
  id: string,
  { name, compareBy, leastChange }: Metric,
  ...settings: readonly Readonly<Record<string, number>>[]
): number {
  for (const { [id]: own, [name]: named, all } of settings) {
    const allowed = own ?? named ?? (compareBy === 'ratio' ? all : undefined);
    if (allowed !== undefined) return allowed;
  }
  return leastChange;
}

const SEGMENTS = ['run', 'before', 'during', 'after'];

/** @returns each id once that is a metric's, in the order in which reports list them. */
export function inOrder(ids: readonly string[]): string[] {
  const place = (id: string) => {
    const { name, segment } = metricOf(id)!;
    const phase = SEGMENTS.indexOf(segment ?? '');
    return [
      METRICS.findIndex((metric) => metric.name === name),
      phase >= 0 ? phase : SEGMENTS.length + Number.parseInt(segment ?? '0', 10),
    ] as const;
  };
  return [...new Set(ids)]
    .filter((id) => metricOf(id) !== null)
    .map((id) => ({ id, at: place(id) }))
    .toSorted((left, right) => left.at[0] - right.at[0] || left.at[1] - right.at[1])
    .map(({ id }) => id);
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

function latency(name: MetricName, title: string, leastChange: number): Metric {
  return { name, title, unit: 'ms', better: 'lower', compareBy: 'ratio', leastChange };
}

function lag(name: MetricName, title: string): Metric {
  return { name, title, unit: 'seconds', better: 'lower', compareBy: 'ratio', leastChange: 0.1 };
}

function share(
  name: Metric['name'],
  title: string,
  better: Metric['better'],
  leastChange: number,
): Metric {
  return { name, title, unit: 'share', better, compareBy: 'difference', leastChange };
}

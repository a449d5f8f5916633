/**
 * Metrics as OpenMetrics text.
 *
 * The same text is valid in Prometheus's older format 0.0.4, the only one that Pushgateway and the textfile
 * collector of node_exporter read: both take `# UNIT` and `# EOF` for comments, and both refuse the types
 * `stateset` and `info` and timestamps. So states and infos are gauges here, and times are values.
 *
 * Source: OpenMetrics 1.0; "Exposition formats", Prometheus documentation.
 */

import type { Verdict } from '../verdict/verdict.ts';
import type { Metric } from './metric.ts';
import { runMetrics } from './run-metrics.ts';

/** Suffixes of Prometheus's names for OpenTelemetry's units; counts of things have none. */
const UNITS: Readonly<Record<string, string>> = { s: 'seconds', '1': 'ratio' };

export function renderOpenMetrics(verdict: Verdict): string {
  return `${runMetrics(verdict).map(family).join('')}# EOF\n`;
}

function family({ name, unit, help, samples }: Metric): string {
  const suffix = UNITS[unit];
  const base = name.replaceAll('.', '_');
  const full = suffix === undefined ? base : `${base}_${suffix}`;
  return [
    `# HELP ${full} ${escaped(help)}`,
    `# TYPE ${full} gauge`,
    ...(suffix === undefined ? [] : [`# UNIT ${full} ${suffix}`]),
    ...samples.map(({ labels, value }) => `${full}{${labelText(labels)}} ${number(value)}`),
    '',
  ].join('\n');
}

function labelText(labels: Metric['samples'][number]['labels']): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

/** Without the noise of binary fractions; 15 digits keep a time to the microsecond. */
function number(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/**
 * A verdict as metrics: the state of the last run, for dashboards and alerts.
 *
 * Names and units are OpenTelemetry's; `openmetrics.ts` turns them into Prometheus's by the same rule as
 * Prometheus does, so that a metric has one name whichever way it comes. All are gauges: a run replaces the
 * one before it, and `rate()` over counts of different runs would mean nothing.
 */
import type { Verdict } from '../verdict/verdict.ts';
import { known, type Labels, type Metric, metric, one } from './metric.ts';
import { plainText } from './plain-text.ts';
import { systemInWords } from './run-facts.ts';
import { scalingMetrics } from './scaling-metrics.ts';

const STATUSES = ['pass', 'fail', 'inconclusive', 'error'] as const;
const CHECK_STATUSES = ['pass', 'fail', 'inconclusive', 'skipped'] as const;
const QUANTILES = [
  ['0.5', 'p50'],
  ['0.95', 'p95'],
  ['0.99', 'p99'],
  ['1', 'max'],
] as const;

/** What is compared with the same of other runs. Not the run's id: it would be a new series every night. */
export function seriesLabels({ scenario }: Verdict): Labels {
  return {
    system: plainText(systemInWords(scenario)),
    scenario: plainText(scenario.name),
    environment: plainText(scenario.environment),
  };
}

/** Metrics without a value are left out, and `seriesLabels` are on every sample. */
export function runMetrics(verdict: Verdict): Metric[] {
  const common = seriesLabels(verdict);
  return [
    ...stateMetrics(verdict),
    ...timeMetrics(verdict),
    ...loadMetrics(verdict),
    ...scalingMetrics(verdict),
  ]
    .filter(({ samples }) => samples.length > 0)
    .map((metric) => ({
      ...metric,
      samples: metric.samples.map(({ labels, value }) => ({
        labels: { ...common, ...labels },
        value,
      })),
    }));
}

function stateMetrics(verdict: Verdict): Metric[] {
  const { checks, findings } = verdict;
  return [
    metric('scaleproof.run.info', '', 'What ran, as labels; always 1.', [one(infoLabels(verdict))]),
    metric(
      'scaleproof.run.status',
      '',
      'The verdict: 1 for the status of the run, 0 for the others.',
      STATUSES.map((status) => ({ labels: { status }, value: Number(status === verdict.status) })),
    ),
    metric(
      'scaleproof.check.status',
      '',
      'Each check: 1 for its status, 0 for the others.',
      checks.flatMap((check) =>
        CHECK_STATUSES.map((status) => ({
          labels: { check: check.id, status },
          value: Number(status === check.status),
        })),
      ),
    ),
    metric(
      'scaleproof.run.finding',
      '',
      'Findings of the run; always 1.',
      // A finding may come up more than once, and a series must not.
      [...new Map(findings.map((each) => [each.code, each])).values()].map(({ code, severity }) =>
        one({ code, severity }),
      ),
    ),
  ];
}

function infoLabels({ runId, label, commit, versions, scenario, target, settings }: Verdict) {
  const labels = {
    ...{ run_id: runId, label, commit, version: versions.scaleproof },
    ...{ engine: scenario.engine, way: target.way, region: target.region },
    ...{ endpoint: target.endpointName, instance_type: settings.endpoint.instanceType },
  };
  // Prometheus takes an empty label for a missing one.
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, plainText(value)]],
    ),
  );
}

function timeMetrics({
  startedAtMs,
  endedAtMs,
  durationSeconds,
  timeCompression,
}: Verdict): Metric[] {
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
  return [
    metric(
      'scaleproof.run.start_timestamp',
      's',
      'When the load began, Unix time.',
      known({}, seconds(startedAtMs)),
    ),
    metric(
      'scaleproof.run.end_timestamp',
      's',
      'When the run ended, Unix time.',
      known({}, seconds(endedAtMs)),
    ),
    metric(
      'scaleproof.run.duration',
      's',
      'From the beginning of the load to the end of the run.',
      known({}, durationSeconds),
    ),
    metric(
      'scaleproof.run.time_compression',
      '1',
      'The factor by which a stand-in shortened the durations of AWS; absent on AWS.',
      known({}, timeCompression),
    ),
  ];
}

function loadMetrics({ load, instances }: Verdict): Metric[] {
  const isKnown = load.unknownBecause === null;
  const requests = (name: string, help: string, value: number) =>
    metric(name, '{request}', help, isKnown ? known({}, value) : []);
  const latencies = (name: string, help: string, of: Verdict['load']['latencyMs']) =>
    metric(
      name,
      's',
      help,
      QUANTILES.flatMap(([quantile, key]) => {
        const ms = of[key];
        return known({ quantile }, ms === null ? null : ms / 1_000);
      }),
    );
  return [
    requests('scaleproof.run.planned_requests', 'Requests of the plan.', load.planned),
    requests('scaleproof.run.sent_requests', 'Requests that were sent.', load.sent),
    metric(
      'scaleproof.run.requests',
      '{request}',
      'Requests that completed, by outcome.',
      Object.entries(load.outcomes).map(([outcome, value]) => ({
        labels: { outcome: plainText(outcome) },
        value,
      })),
    ),
    latencies(
      'scaleproof.run.latency',
      'Latency from the intended send time; quantile 1 is the longest.',
      load.latencyMs,
    ),
    latencies(
      'scaleproof.run.service_time',
      'Latency from the actual send time.',
      load.serviceTimeMs,
    ),
    latencies('scaleproof.run.send_lag', 'Actual minus intended send time.', load.lagMs),
    metric(
      instances.counts === 'copies' ? 'scaleproof.run.copies' : 'scaleproof.run.instances',
      instances.counts === 'copies' ? '{copy}' : '{instance}',
      instances.counts === 'copies' ? 'Copies in service.' : 'Instances in service.',
      (['first', 'peak', 'last'] as const).flatMap((when) => known({ when }, instances[when])),
    ),
  ];
}

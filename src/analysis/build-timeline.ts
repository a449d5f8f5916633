/** Turns a run's events into series on one time axis. */
import type { AwsEvent } from '../record/aws-events.ts';
import { type LoadEvent, sampledBy } from '../record/load-events.ts';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';
import { bestClockOffset } from './clock-offset.ts';
import { fleetOf } from './copies.ts';
import { instanceLines } from './instances/instance-lines.ts';
import { loadPoint, loadSeconds } from './load-seconds.ts';
import { instanceSeries, metricSeries } from './metric-series.ts';
import type { ConcurrencyLimit, Timeline } from './timeline.ts';
import { scaleOutRules, targetOf } from './tracked-metric.ts';
import { workerMultiples } from './worker-multiples.ts';

/**
 * Pure and total: a run without samples, without AWS events or cut off anywhere gives a timeline of what
 * there is. The order of events does not matter.
 */
export function buildTimeline(record: RunRecord): Timeline {
  const clock = bestClockOffset(record.aws);
  const series = metricSeries(record.aws, clock);
  const ofInstances = instanceLines(instanceSeries(record.aws, clock), series);
  const limits = concurrencyLimits(record.aws);
  const fleet = fleetOf(record.aws);
  const tool = sampledBy(record.load);
  const { latency } = record.manifest.scenario.expect;
  return {
    startMs: timeZeroMs(record),
    load: loadSeconds(record.load).map(loadPoint),
    instances: fleet.points,
    ...(fleet.counts === 'copies' ? { hosts: fleet.hosts } : {}),
    metrics: series,
    target: targetOf(scaleOutRules(record.aws, series)[0] ?? null),
    ...(latency ? { latencyBound: { percentile: latency.percentile, maxMs: latency.maxMs } } : {}),
    ...(limits.length > 0 ? { limits } : {}),
    ...(tool === null ? {} : { sampledBy: tool }),
    ...(watchOf(record.manifest) === null ? { unwatched: true } : {}),
    ...(ofInstances === undefined ? {} : { instanceLines: ofInstances }),
    ...(record.workers === null ? {} : { workers: workerMultiples(record.workers) }),
  };
}

/**
 * The concurrency limits last read from the function and the endpoint; empty for a real-time endpoint behind
 * a function without its own settings.
 */
function concurrencyLimits(aws: readonly AwsEvent[]): ConcurrencyLimit[] {
  const last = new Map<ConcurrencyLimit['kind'], number | undefined>();
  for (const event of aws) {
    if (event.type === 'function') {
      last.set('reserved', event.reservedConcurrency);
      last.set('provisioned', event.provisionedConcurrency);
    }
    if (event.type === 'endpoint' && event.serverless !== undefined) {
      last.set('max-concurrency', event.serverless.maxConcurrency);
    }
  }
  return [...last].flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
}

/** The plan's time zero; without load, the time of the first observation. */
function timeZeroMs(record: RunRecord): number {
  return planStartMs(record.load) ?? firstSeenMs(record.aws) ?? record.manifest.createdAtMs;
}

/** Local epoch ms of the plan's time zero; null when no worker recorded it. */
export function planStartMs(load: readonly LoadEvent[]): number | null {
  const zeros: number[] = [];
  for (const event of load) {
    if (event.type === 'start') zeros.push(event.planStartMs);
    if (event.type === 'sample') zeros.push(event.startMs - event.second * 1_000);
  }
  return zeros.length === 0 ? null : zeros.reduce((least, zero) => Math.min(least, zero));
}

function firstSeenMs(aws: readonly AwsEvent[]): number | null {
  return aws.length === 0
    ? null
    : aws.map(observedAtMs).reduce((least, atMs) => Math.min(least, atMs));
}

/** When the collector saw the event, local epoch ms. */
export function observedAtMs(event: AwsEvent): number {
  switch (event.type) {
    case 'datapoint':
    case 'alarm-transition':
    case 'activity':
    case 'scaling-report':
      return event.seenAtMs;
    case 'gap':
      return event.toMs;
    case 'endpoint':
    case 'endpoint-config':
    case 'component':
    case 'function':
    case 'alarm':
    case 'scalable-target':
    case 'policy':
    case 'scheduled-action':
    case 'not-understood':
    case 'clock':
    case 'collector':
      return event.atMs;
  }
}

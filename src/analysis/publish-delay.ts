/** Measures how long after the end of a period CloudWatch published its datapoint. */
import type { AwsEvent, Datapoint } from '../record/aws-events.ts';
import { median } from '../statistics/order-statistics.ts';
import { toLocalMs } from './clock-offset.ts';
import { APIS, gapsOf } from './gaps.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { TriggerRule } from './tracked-metric.ts';

export interface PublishDelay {
  /** Median over the datapoints, seconds; includes up to one poll interval. */
  readonly medianSeconds: number;
  readonly longestSeconds: number;
  readonly datapoints: readonly Datapoint[];
}

/**
 * Uses the time when each datapoint was first seen. Ignores datapoints published before the first poll, and
 * those published while CloudWatch did not answer the collector: that delay is not the metric's.
 *
 * @returns null when no datapoint is left.
 */
export function publishDelay(
  evidence: Pick<ScalingEvidence, 'aws' | 'clock'>,
  rule: Pick<TriggerRule, 'metric' | 'stat' | 'periodSeconds'>,
): PublishDelay | null {
  const first = firstSightings(evidence.aws, rule);
  const firstPollMs = first.reduce((least, one) => Math.min(least, one.seenAtMs), Infinity);
  const blind = blindSpans(evidence.aws);
  const usable = first.filter((one) => {
    const endMs = periodEndMs(evidence, one);
    const inBlindSpan = blind.some(
      ({ fromMs, toMs }) => fromMs < one.seenAtMs && (toMs ?? one.seenAtMs) >= endMs,
    );
    return endMs >= firstPollMs && !inBlindSpan;
  });
  if (usable.length === 0) return null;
  const delays = usable.map(
    (one) => Math.max(0, one.seenAtMs - periodEndMs(evidence, one)) / 1_000,
  );
  return {
    medianSeconds: median(delays),
    longestSeconds: Math.max(...delays),
    datapoints: usable,
  };
}

/**
 * From the last poll before a gap to the first that saw anything after it. The gap itself ends at the
 * last failed poll, but the collector then backs off, and that wait is not CloudWatch's either.
 */
function blindSpans(aws: readonly AwsEvent[]): { fromMs: number; toMs: number | null }[] {
  const seenAtMs = aws
    .flatMap((event) => (event.type === 'datapoint' ? [event.seenAtMs] : []))
    .toSorted((left, right) => left - right);
  return gapsOf(aws, APIS.metrics).map(({ fromMs, toMs }) => ({
    fromMs,
    toMs: seenAtMs.find((ms) => ms > toMs) ?? null,
  }));
}

/** Local epoch ms. */
export function periodEndMs(evidence: Pick<ScalingEvidence, 'clock'>, point: Datapoint): number {
  return toLocalMs(evidence.clock, point.timestampMs) + point.periodSeconds * 1_000;
}

function firstSightings(
  aws: readonly AwsEvent[],
  rule: Parameters<typeof publishDelay>[1],
): Datapoint[] {
  const first = new Map<number, Datapoint>();
  for (const event of aws) {
    if (event.type !== 'datapoint' || event.service !== 'sagemaker') continue;
    if (event.metric !== rule.metric || event.stat !== rule.stat) continue;
    if (event.periodSeconds !== rule.periodSeconds) continue;
    if (event.container !== undefined || event.instanceId !== undefined) continue;
    const known = first.get(event.timestampMs);
    if (known === undefined || event.seenAtMs < known.seenAtMs) first.set(event.timestampMs, event);
  }
  return [...first.values()].toSorted((left, right) => left.timestampMs - right.timestampMs);
}

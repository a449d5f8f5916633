/** How long after the end of a period its datapoint could be seen. */
import type { AwsEvent, Datapoint } from '../record/aws-events.ts';
import { toLocalMs } from './clock-offset.ts';
import { APIS, gapsOf } from './gaps.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { TriggerRule } from './tracked-metric.ts';

export interface PublishDelay {
  /** Median over the datapoints, seconds; holds up to one wait between two polls. */
  readonly medianSeconds: number;
  readonly longestSeconds: number;
  readonly datapoints: readonly Datapoint[];
}

/**
 * From first sightings alone. Datapoints that were there before the first poll tell nothing, nor do
 * those that fell due while CloudWatch did not answer the collector: their delay is not its own.
 *
 * @returns null when no datapoint tells.
 */
export function publishDelay(evidence: ScalingEvidence, rule: TriggerRule): PublishDelay | null {
  const first = firstSightings(evidence.aws, rule);
  const firstPollMs = first.reduce((least, one) => Math.min(least, one.seenAtMs), Infinity);
  const gaps = gapsOf(evidence.aws, APIS.metrics);
  const telling = first.filter((one) => {
    const endMs = periodEndMs(evidence, one);
    const inGap = gaps.some((gap) => gap.fromMs <= one.seenAtMs && gap.toMs >= endMs);
    return endMs >= firstPollMs && !inGap;
  });
  if (telling.length === 0) return null;
  const delays = telling
    .map((one) => Math.max(0, one.seenAtMs - periodEndMs(evidence, one)) / 1_000)
    .toSorted((left, right) => left - right);
  return {
    medianSeconds: delays[Math.floor((delays.length - 1) / 2)]!,
    longestSeconds: delays.at(-1)!,
    datapoints: telling,
  };
}

/** Local epoch ms. */
export function periodEndMs(evidence: ScalingEvidence, point: Datapoint): number {
  return toLocalMs(evidence.clock, point.timestampMs) + point.periodSeconds * 1_000;
}

function firstSightings(aws: readonly AwsEvent[], rule: TriggerRule): Datapoint[] {
  const first = new Map<number, Datapoint>();
  for (const event of aws) {
    if (event.type !== 'datapoint' || event.service !== 'sagemaker') continue;
    if (event.metric !== rule.metric || event.stat !== rule.stat) continue;
    if (event.periodSeconds !== rule.periodSeconds || event.container !== undefined) continue;
    const known = first.get(event.timestampMs);
    if (known === undefined || event.seenAtMs < known.seenAtMs) first.set(event.timestampMs, event);
  }
  return [...first.values()].toSorted((left, right) => left.timestampMs - right.timestampMs);
}

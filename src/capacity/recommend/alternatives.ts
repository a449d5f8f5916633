/** When a faster metric or a scheduled action would serve better than a policy on requests per minute. */
import {
  AWS_SAFETY_FACTOR,
  HIGHEST_SAFETY_FACTOR,
  safetyFactor,
} from '../../analysis/safety-factor.ts';
import {
  HIGH_RESOLUTION_PERIOD_SECONDS,
  USUAL_ALARM_DATAPOINTS,
} from '../../aws/target-tracking.ts';
import { counted, figure, level, rate, seconds } from '../../format/numbers.js';
import type { Alternative, Found } from './recommendation.ts';

/** Three datapoints of ten seconds; their publishing is not documented, and was seen to take no longer than one. */
const FAST_DETECTION_SECONDS = (USUAL_ALARM_DATAPOINTS.out + 1) * HIGH_RESOLUTION_PERIOD_SECONDS;
/** Less is not worth a metric that is harder to read. */
const WORTH = 0.05;

export function alternativesTo(found: Found, peakRps: number): Alternative[] {
  return [...highResolution(found, peakRps), ...scheduled(found, peakRps)];
}

function highResolution(found: Found, peakRps: number): Alternative[] {
  const { lag, growth, capacity, policy } = found;
  if (lag === null || growth === null || lag.detectionSeconds <= 2 * FAST_DETECTION_SECONDS)
    return [];
  const fastSeconds = lag.totalSeconds - lag.detectionSeconds + FAST_DETECTION_SECONDS;
  // As much more in less time; of a steep plan less, which is on the safe side.
  const growthRps = growth.duringLagRps * (fastSeconds / lag.totalSeconds);
  const factor = safetyFactor(growthRps, capacity.low, policy.minCapacity);
  const now = safetyFactor(growth.duringLagRps, capacity.low, policy.minCapacity);
  if (factor - now < WORTH) return [];
  const { concurrencyEach } = capacity;
  const target =
    concurrencyEach === null || factor <= 0
      ? null
      : Math.max(1, Math.floor(10 * factor * concurrencyEach) / 10);
  const what = `ConcurrentRequestsPerModel in high resolution detects in about ${seconds(FAST_DETECTION_SECONDS)} instead of ${seconds(lag.detectionSeconds)}: a lag of ${seconds(fastSeconds)} instead of ${seconds(lag.totalSeconds)}, in which ${rate(growthRps)} more come instead of ${figure(growth.duringLagRps)}. The safety factor for ${counted(policy.minCapacity, 'instance')} is then ${level(factor)} instead of ${level(now)}`;
  const instances = (share: number) => Math.ceil(peakRps / (share * capacity.low));
  const saves =
    now > 0 && factor > 0 && instances(factor) < instances(now)
      ? `, and the peak needs ${counted(instances(factor), 'instance')} instead of ${instances(now)}`
      : '';
  const next =
    target === null
      ? ' Its target is the concurrency of an instance at MAX_RPS x safety factor; a capacity test finds it.'
      : ` Its target: ${figure(concurrencyEach!)} concurrent requests at MAX_RPS x ${level(factor)} = ${level(target)}.`;
  return [
    {
      kind: 'high-resolution',
      message: `${what}${saves}.${next}`,
      policy:
        target === null
          ? null
          : {
              ...policy,
              metric: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
              targetValue: target,
              maxCapacity: Math.max(policy.minCapacity, instances(factor)),
            },
    },
  ];
}

/** A policy that tracks what comes is always late by its lag; a schedule is not, where it is known when. */
function scheduled(
  { canFollow, growth, capacity, policy, lag }: Found,
  peakRps: number,
): Alternative[] {
  if (canFollow || growth === null || lag === null) return [];
  const ready = Math.ceil(peakRps / (HIGHEST_SAFETY_FACTOR * capacity.low));
  return [
    {
      kind: 'scheduled-action',
      policy: null,
      message: `The load grows by ${rate(growth.duringLagRps)} before new instances help, more than ${AWS_SAFETY_FACTOR} of what ${counted(policy.minCapacity, 'instance')} carr${policy.minCapacity === 1 ? 'ies' : 'y'} (${figure(policy.minCapacity * capacity.low)}/s): no target can follow it. Where it is known when it comes, a scheduled action that sets the minimum to ${ready} at least ${seconds(lag.provisioningSeconds + lag.trafficSeconds)} before serves it (\`aws application-autoscaling put-scheduled-action\`); else keep ${ready} at all times.`,
    },
  ];
}

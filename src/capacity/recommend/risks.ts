/** What each choice of a policy risks, in figures. */
import { count, counted, figure, percent, rate, seconds } from '../../format/numbers.js';
import type { Found } from './recommendation.ts';

export function risksOf(found: Found, peakRps: number): string[] {
  const { policy, capacity, lag, growth, safetyFactor, canFollow } = found;
  const { minCapacity, maxCapacity, targetValue } = policy;
  const roomRps = minCapacity * capacity.low - (minCapacity * targetValue) / 60;
  return [
    lag === null
      ? `Target: ${counted(minCapacity, 'instance')} at the target ${minCapacity === 1 ? 'has' : 'have'} room for ${rate(roomRps)} more until others help; how long that takes was not measured.`
      : `Target: ${counted(minCapacity, 'instance')} at the target ${minCapacity === 1 ? 'has' : 'have'} room for ${rate(roomRps)} more within ${seconds(lag.totalSeconds)}, ${figure((60 * roomRps) / lag.totalSeconds)}/s per minute. A load that grows faster is late or fails until others help.`,
    ...(canFollow || growth === null
      ? []
      : [
          `Growth: ${rate(growth.duringLagRps)} more come before help does, and ${counted(minCapacity, 'instance')} ${minCapacity === 1 ? 'has' : 'have'} room for ${figure(roomRps)}. Under this policy the load is late or fails.`,
        ]),
    ...(safetyFactor.isMeasured
      ? []
      : [
          'Safety factor: 0.5 is a guess; it is too high for a load that grows fast, and too low, so too expensive, for one that grows slowly.',
        ]),
    smallCounts(minCapacity, maxCapacity),
    `Minimum: ${minCapacity === 1 ? 'one instance lost is an outage until another comes' : `with one of ${minCapacity} lost, the others carry ${rate((minCapacity - 1) * capacity.low)} (${percent((minCapacity - 1) / minCapacity)})`}.`,
    `Maximum: beyond ${rate(maxCapacity * capacity.low)} (${maxCapacity} x ${figure(capacity.low)}) requests fail; the peak of ${rate(peakRps)} is ${percent(peakRps / (maxCapacity * capacity.low))} of that. Check the account's quota for so many.`,
    `Scale-in: when the load stays below ${count(0.9 * targetValue)} a minute and instance for 15 minutes, AWS takes as many away as the target allows; a load that comes back within the lag meets fewer.`,
  ];
}

/** ceil(instances x metric / target) in whole instances: coarse where there are few. */
function smallCounts(minCapacity: number, maxCapacity: number): string {
  if (maxCapacity === minCapacity) {
    return `Steps: minimum and maximum are both ${minCapacity}: nothing scales.`;
  }
  const next = minCapacity + 1;
  return `Steps: from ${minCapacity} to ${next} instances, each gets ${percent(minCapacity / next)} of what it had${minCapacity === 1 ? ': the capacity doubles' : ''}. Back to ${minCapacity}, each gets ${percent(next / minCapacity)}, so that step waits until the load is below ${percent(minCapacity / next)} of ${next} targets.`;
}

export function caveatsOf({ capacity, endpoint, timeCompression, policy, lag }: Found): string[] {
  return [
    ...(capacity.high === null
      ? [
          'The highest rate tried was still carried, so an instance may carry more: the target is on the safe side, and may cost more than needed.',
        ]
      : []),
    ...(capacity.from.startsWith('run ')
      ? [
          'What an instance answers at its limit is not what it answers in time: test its bound with `npx scaleproof capacity SCENARIO`.',
        ]
      : []),
    ...(timeCompression > 1
      ? [
          `Measured on a stand-in whose AWS durations are divided by ${timeCompression}. All values are AWS's own; on that stand-in, divide cooldowns and a target per minute by ${timeCompression}.`,
        ]
      : []),
    ...(endpoint.policyName === null
      ? ['No policy was seen. If the variant has one, delete it or use its name, or both will act.']
      : []),
    ...(endpoint.endpointName === null
      ? ["The endpoint's name is not recorded: replace ENDPOINT-NAME."]
      : []),
    ...(lag !== null && policy.minCapacity === policy.maxCapacity
      ? ['The minimum carries the peak: a policy is of no use until the peak grows.']
      : []),
  ];
}

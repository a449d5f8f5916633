/** Shows step by step how a policy follows from what was measured. */
import { AWS_SAFETY_FACTOR, HIGHEST_SAFETY_FACTOR } from '../../analysis/safety-factor.ts';
import {
  count,
  counted,
  figure,
  level,
  rate,
  seconds,
  secondsWithError,
} from '../../format/numbers.js';
import type { Found, Recommendation, RecommendOptions } from './recommendation.ts';

export function arithmeticOf(
  found: Found,
  options: Pick<RecommendOptions, 'baseRps' | 'surviveOne'> & { readonly peakRps: number },
): Recommendation['arithmetic'] {
  const { capacity, lag, growth, policy, safetyFactor } = found;
  const { low, high } = capacity;
  const factor = level(safetyFactor.value);
  return [
    {
      what: 'MAX_RPS',
      how: `${rate(low)}${high === null ? ' or more' : ` to ${rate(high)}`} (${capacity.from}); the lower end counts`,
    },
    ...(lag === null
      ? []
      : [
          {
            what: 'lag',
            how: `${seconds(lag.detectionSeconds)} detection + ${seconds(lag.decisionSeconds)} decision + ${seconds(lag.provisioningSeconds)} provisioning + ${seconds(lag.trafficSeconds)} until traffic${lag.isTrafficMeasured ? '' : ' (AWS: up to a minute; not felt in the run)'} = ${secondsWithError(lag.totalSeconds, lag.plusMinusSeconds)} (${lag.from})`,
          },
        ]),
    ...(lag === null || growth === null
      ? []
      : [
          {
            what: 'growth',
            how: `${rate(growth.duringLagRps)} more within ${seconds(lag.totalSeconds)} (${growth.from})`,
          },
        ]),
    { what: 'safety factor', how: factorText(found) },
    {
      what: 'target',
      how: `MAX_RPS x safety factor x 60 = ${figure(low)} x ${factor} x 60 = ${count(low * safetyFactor.value * 60)}, rounded down: ${count(policy.targetValue)} requests per minute and instance`,
    },
    { what: 'minimum', how: minimumText(found, options) },
    {
      what: 'maximum',
      how: `${rate(options.peakRps)} x 60 / ${count(policy.targetValue)} = ${figure((60 * options.peakRps) / policy.targetValue)}, rounded up${options.surviveOne ? ', and one to lose' : ''}: ${counted(policy.maxCapacity, 'instance')}`,
    },
    {
      what: 'cooldowns',
      how:
        lag === null
          ? "AWS's own, 300 s each: no lag was measured"
          : `scale-out ${seconds(policy.scaleOutCooldownSeconds)}: first requests, a minute of metrics and its publishing; scale-in ${seconds(policy.scaleInCooldownSeconds)}: no less than another instance takes to come`,
    },
  ];
}

function factorText({ growth, capacity, policy, lag, canFollow }: Found): string {
  if (growth === null) {
    const missing = lag === null ? 'no lag was measured' : 'nothing says how the load grows';
    return `${AWS_SAFETY_FACTOR}, which AWS starts from: ${missing}`;
  }
  const { minCapacity } = policy;
  const each = `1 - ${figure(growth.duringLagRps)} / (${minCapacity} x ${figure(capacity.low)})`;
  const exact = 1 - growth.duringLagRps / (minCapacity * capacity.low);
  if (!canFollow) {
    return `${each} = ${level(exact)}: no target leaves that much room; ${AWS_SAFETY_FACTOR}, which AWS starts from, stands in`;
  }
  const isCapped = exact > HIGHEST_SAFETY_FACTOR;
  return `1 - growth / (minimum x MAX_RPS) = ${each} = ${level(exact)}${isCapped ? `, and no more than ${HIGHEST_SAFETY_FACTOR}: minutes differ from their mean, and shares from an even one` : ''}`;
}

function minimumText(
  { policy, growth, capacity, choices }: Found,
  { baseRps, surviveOne }: Pick<RecommendOptions, 'baseRps' | 'surviveOne'>,
): string {
  const { minCapacity } = policy;
  const base =
    baseRps === null
      ? ''
      : ` for ${rate(baseRps)} at all times${surviveOne ? `, also by ${minCapacity - 1} of them (${figure((minCapacity - 1) * capacity.low)}/s)` : ''}`;
  const why =
    growth !== null && choices.some((one) => one.minCapacity < minCapacity)
      ? `; on fewer, the growth leaves a safety factor below ${AWS_SAFETY_FACTOR}`
      : '';
  return `${counted(minCapacity, 'instance')}${base}${why}`;
}

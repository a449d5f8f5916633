/** A policy recommended from one run, put in place by the API's own calls, carries the load it was made for. */
import { expect, test } from 'vitest';
import { loadSeconds, sketchOver } from '../../src/analysis/load-seconds.ts';
import { factsOf } from '../../src/capacity/recommend/facts.ts';
import { policyRequests } from '../../src/capacity/recommend/policy-requests.ts';
import { recommend } from '../../src/capacity/recommend/recommend.ts';
import type { PolicySettings } from '../../src/capacity/recommend/recommendation.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { CHOSEN, COMPRESSION } from './calibrated-worlds.ts';
import { type Around, runInVirtualTime } from './lab.ts';
import { step } from './lab-scenario.ts';
import { TO_REQUEST } from './virtual-requests.ts';

/** Requests/s that come on top every AWS minute: a launch. An instance carries 31. */
const GROWTH = 3.5;
const PEAK = 90;
const LATE_MS = 1_000;

const measured = CHOSEN[0]!.run;

test('a fast load is served in time, and under a flat 0.5 it is not', async () => {
  const facts = factsOf([], [await runInVirtualTime(measured)]);
  const options = { growthPerMinute: GROWTH, peakRps: PEAK, baseRps: null, surviveOne: false };
  const found = recommend(facts, options);
  expect(found.capacity.eachRps).toBeGreaterThan(29);
  expect(found.capacity.eachRps).toBeLessThan(33);
  expect(found.canFollow).toBe(true);
  expect(found.safetyFactor.isMeasured).toBe(true);
  const flat = Math.floor(0.5 * found.capacity.low * 60);
  const usual = { ...found.policy, minCapacity: 1, targetValue: flat, maxCapacity: 8 };
  const [recommended, half] = [await underPolicy(found.policy), await underPolicy(usual)];
  const counts = (record: RunRecord) =>
    record.aws.flatMap((event) => (event.type === 'endpoint' ? event.currentInstanceCount! : []));
  expect(Math.max(...counts(recommended))).toBeGreaterThan(found.policy.minCapacity);
  expect(Math.max(...counts(recommended))).toBeLessThanOrEqual(found.policy.maxCapacity);
  expect(lateShare(recommended)).toBeLessThan(0.01);
  expect(lateShare(half)).toBeGreaterThan(0.04);
});

/** The launch, on a stand-in whose policy is replaced before the first request. */
function underPolicy(policy: PolicySettings): Promise<RunRecord> {
  const { registerScalableTarget, putScalingPolicy } = policyRequests(
    {
      endpointName: 'iris',
      variantName: 'AllTraffic',
      region: null,
      policyName: 'SageMakerEndpointInvocationScalingPolicy',
    },
    // As the recommendation says of a stand-in with shorter minutes.
    {
      ...policy,
      targetValue: policy.targetValue / COMPRESSION,
      scaleOutCooldownSeconds: Math.round(policy.scaleOutCooldownSeconds / COMPRESSION),
      scaleInCooldownSeconds: Math.round(policy.scaleInCooldownSeconds / COMPRESSION),
    },
  );
  const put: Around = (send) => {
    for (const [operation, input] of [
      ['RegisterScalableTarget', registerScalableTarget],
      ['PutScalingPolicy', putScalingPolicy],
    ] as const) {
      send(TO_REQUEST.autoScaling(operation, input), ({ status, body }) => {
        expect({ operation, status, body }).toMatchObject({ status: 200 });
      });
    }
    return send;
  };
  const start = 2;
  const rampSeconds = Math.round(((PEAK - start) / GROWTH) * (60 / COMPRESSION));
  const { scaleproof } = measured;
  const standIn = {
    ...scaleproof!.standIn,
    initialInstances: policy.minCapacity,
    policy: { minCapacity: 1, maxCapacity: 8, targetPerMinute: 1_000_000 },
  };
  return runInVirtualTime(
    {
      ...measured,
      phases: [
        { name: 'launch', durationSeconds: rampSeconds, startRps: start, endRps: PEAK },
        step('hold', 60, PEAK),
      ],
      scaleproof: { ...scaleproof, standIn },
    },
    put,
  );
}

/** Failed or later than a second. */
function lateShare(record: RunRecord): number {
  const seconds = loadSeconds(record.load);
  const all = sketchOver(seconds, 'latencyMs');
  const failed = seconds.reduce(
    (sum, { completed, outcomes }) =>
      sum + completed - (outcomes.correct ?? 0) - (outcomes.wrong ?? 0),
    0,
  );
  return Math.max(all.countAbove(LATE_MS).atLeast, failed) / all.count;
}

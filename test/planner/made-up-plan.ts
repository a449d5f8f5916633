/** Plans, made up. */
import type { PlanResult, PolicyOutcome } from '../../src/planner/plan-result.ts';

export function outcome(id: string, changes: Partial<PolicyOutcome> = {}): PolicyOutcome {
  const settings: PolicyOutcome['settings'] = {
    ...{ kind: 'target-tracking', metric: 'InvocationsPerInstance', target: 24_000 },
    ...{
      minCapacity: 1,
      maxCapacity: 4,
      scaleOutCooldownSeconds: 300,
      scaleInCooldownSeconds: 300,
    },
    ...{ alarmDatapoints: 3, schedules: [] },
  };
  return {
    ...{ id, settings, startInstances: 1, requests: 86_400_000 },
    ...{ overShare: 0.02, failedShare: 0.001, waitingAtEnd: 0 },
    ...{ underProvisionedMinutes: 7, atMaximumMinutes: 0, instanceHours: 44, usd: 10.12 },
    ...{ mostInstances: 3, scaleOuts: 2, scaleIns: 2, p50Ms: 9, percentileMs: 500 },
    worstMinute: { percentileMs: 2_000, atSeconds: 3_600 },
    changes: [],
    series: {
      stepSeconds: 3_600,
      loadRps: Array.from({ length: 24 }, (_, hour) => 500 + 50 * hour),
      peakRps: Array.from({ length: 24 }, (_, hour) => 550 + 50 * hour),
      capacityRps: Array.from({ length: 24 }, () => 1_840),
      instances: Array.from({ length: 24 }, () => 2),
      overShare: Array.from({ length: 24 }, () => 0.02),
    },
    ...changes,
  };
}

const own = outcome('as it is');

/** The own policy misses the bound, and `min=2` keeps it. */
export function madeUpPlan(changes: Partial<PlanResult> = {}): PlanResult {
  const better = outcome('min=2', {
    settings: { ...own.settings, minCapacity: 2 },
    ...{
      overShare: 0.001,
      failedShare: 0,
      underProvisionedMinutes: 0,
      usd: 12.5,
      instanceHours: 54,
    },
  });
  return {
    schemaVersion: 1,
    ...{ scenario: 'wine', environment: 'local' },
    traffic: {
      ...{ source: 'shape launch', startMs: null, durationSeconds: 86_400, timeCompression: 1 },
      ...{ arrivals: 'random', scale: 1, requests: 86_400_000, meanRps: 1_000, peakRps: 1_700 },
    },
    endpoint: {
      ...{ instanceType: 'ml.m5.xlarge', concurrency: 8, queue: 2_000, routing: 'random' },
      ...{ meanServiceMs: 8.5, provisioningSeconds: 270, perInstanceRps: 920 },
    },
    bound: { percentile: 99, maxMs: 400, maxFailedShare: 0.01, timeoutMs: 10_000 },
    price: { usdPerHour: 0.23, source: 'list price' },
    policies: [own, better],
    frontier: ['as it is', 'min=2'],
    pick: { id: 'min=2', reason: 'min=2: the cheapest that keeps 400 ms for 99 % of requests.' },
    caveats: [],
    ...changes,
  };
}

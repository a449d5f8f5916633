import { beforeAll, describe, expect, test } from 'vitest';
import { priceTable } from '../../src/cost/prices.ts';
import { ownPlan } from '../../src/planner/choose-traffic.ts';
import { plan } from '../../src/planner/plan.ts';
import { type PlanResult, planSchema } from '../../src/planner/plan-result.ts';
import type { Traffic } from '../../src/planner/traffic.ts';
import { shapedTraffic } from '../../src/planner/traffic-shapes.ts';
import { palette } from '../../src/report/palette.ts';
import { renderPlan } from '../../src/report/plan-terminal.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

/** An instance of 4 slots carries about 60 requests/s. */
const ENDPOINT = [
  'scaleproof.standIn.instance={ concurrency: 4, serviceTimeMs: 60, queue: 200, provisioningSeconds: 270 }',
  'scaleproof.standIn.policy={ minCapacity: 1, maxCapacity: 6, targetPerMinute: 2000 }',
];

function scenarioWith(...set: string[]): Promise<ResolvedScenario> {
  return resolveScenario({
    scenario: 'wine',
    environment: 'local',
    set: [...ENDPOINT, ...set],
    env: {},
  });
}

let scenario: ResolvedScenario;
beforeAll(async () => {
  scenario = await scenarioWith();
});

const DAY = shapedTraffic('daily', { baseRps: 10, peakRps: 150, days: 1, riseSeconds: 600 });
const LAUNCH = shapedTraffic('launch', { baseRps: 20, peakRps: 250, days: 1, riseSeconds: 300 });

function planned(
  traffic: Traffic,
  sweeps: string[] = [],
  changed: Partial<Parameters<typeof plan>[0]> = {},
) {
  return plan({ scenario, traffic, sweeps, schedules: [], prices: priceTable(), ...changed });
}

const byId = ({ policies }: PlanResult, id: string) => {
  const policy = policies.find((each) => each.id === id);
  if (!policy) throw new Error(`no ${id} among ${policies.map((each) => each.id).join(', ')}`);
  return policy;
};

describe('a plan', () => {
  test('fits its published schema', () => {
    const result = planned(DAY, ['min=1,2']);
    expect(planSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('plans a quiet day without a request too late, and says what it costs', () => {
    const { policies, pick, price } = planned(DAY);
    const [own] = policies;
    expect(own!.overShare).toBeLessThan(0.01);
    expect(own!.mostInstances).toBe(5);
    expect(own!.instanceHours).toBeGreaterThan(24);
    expect(own!.instanceHours).toBeLessThan(24 * 5);
    expect(own!.usd).toBeCloseTo(own!.instanceHours * price!.usdPerHour, 6);
    expect(pick.id).toBe('as it is');
  });

  test('costs the more, the higher the minimum, and risks nothing where that is enough for the peak', () => {
    const result = planned(LAUNCH, ['min=1,2,4,6']);
    const swept = ['as it is', 'min=2', 'min=4', 'min=6'].map((id) => byId(result, id));
    const hours = swept.map(({ instanceHours }) => instanceHours);
    expect(hours).toEqual(hours.toSorted((a, b) => a - b));
    const over = swept.map(({ overShare }) => overShare);
    // In between, a higher minimum also hides the rise from the alarm for longer.
    expect(over[0]!).toBeGreaterThan(0.01);
    expect(over.at(-1)).toBe(0);
  });

  test('has a frontier on which each policy costs more than the one before, and risks less', () => {
    const result = planned(LAUNCH, ['min=1,2,4', 'target=1000,3000']);
    const frontier = result.frontier.map((id) => byId(result, id));
    expect(frontier.length).toBeGreaterThan(1);
    for (const [index, policy] of frontier.entries()) {
      const before = frontier[index - 1];
      if (!before) continue;
      expect(policy.usd!).toBeGreaterThanOrEqual(before.usd!);
      expect(policy.overShare).toBeLessThan(before.overShare);
    }
    const beaten = result.policies.filter(
      ({ id, settings }) => settings.kind !== 'fixed' && !result.frontier.includes(id),
    );
    for (const { usd, overShare } of beaten) {
      expect(frontier.some((one) => one.usd! <= usd! && one.overShare <= overShare)).toBe(true);
    }
  });

  test('says that a forecast is beyond the maximum capacity, and how many it needs', () => {
    const { caveats, pick, policies } = planned(LAUNCH, ['max=2']);
    expect(byId({ policies } as PlanResult, 'max=2').atMaximumMinutes).toBeGreaterThan(60);
    const beyond = planned({
      ...LAUNCH,
      phases: LAUNCH.phases.map((phase) => ({ ...phase, endRps: 500, startRps: 500 })),
    });
    expect(beyond.caveats.join()).toMatch(
      /^The peak of 500 requests\/s is beyond the maximum capacity: 6 instances carry \d+ requests\/s within the bound, and the peak needs 10; raise policy\.maxCapacity/,
    );
    expect(beyond.pick).toEqual({
      id: null,
      reason: expect.stringMatching(
        /^No policy keeps 400 ms for 99 % of requests; the nearest, as it is, /,
      ),
    });
    expect([caveats, pick.id]).toEqual([[], null]);
  });

  test('without a price there is no cost, one sentence, and still a comparison', () => {
    const result = planned(DAY, ['min=2'], { prices: new Map() });
    expect(result.policies.map(({ usd }) => usd)).toEqual(result.policies.map(() => null));
    expect(result.caveats).toEqual([
      'No price for ml.m5.xlarge, so no cost: add --price ml.m5.xlarge=USD (per hour); policies are compared by instance-hours.',
    ]);
    expect(result.pick.reason).toMatch(/^as it is: .* at [\d.]+ instance-hours/);
    expect(renderPlan(result, 80, palette(false))).not.toContain('$');
  });

  test('where not even an idle instance keeps the bound, says so and takes none', async () => {
    const slow = await scenarioWith('scaleproof.expect.latency.maxMs=50');
    const { pick, caveats } = planned(DAY, [], { scenario: slow });
    expect(pick.id).toBeNull();
    expect(caveats.join()).toMatch(
      /^Not even an idle instance answers 99 % of requests within 50 ms/,
    );
  });

  test('a scheduled action raises the minimum in time for what the alarm would see too late', () => {
    const { policies } = planned(LAUNCH, [], { schedules: ['cron(50 8 * * ? *) min=6'] });
    const [own, scheduled] = policies;
    expect(scheduled!.id).toBe('as it is +schedule');
    expect(own!.overShare).toBeGreaterThan(0.005);
    expect(scheduled!.overShare).toBeLessThan(own!.overShare / 5);
  });

  test("plans a scenario's own phases at the stand-in's compression, in AWS time", () => {
    const { traffic, policies } = planned(ownPlan(scenario));
    expect(traffic).toMatchObject({
      timeCompression: 12,
      durationSeconds: 1_440,
      arrivals: 'paced',
    });
    expect(policies[0]!.instanceHours).toBeGreaterThan(0.4);
    expect(policies[0]!.changes[0]).toMatchObject({ kind: 'desired' });
    // Three AWS minutes above the target, one until they are published.
    expect(policies[0]!.changes[0]!.atSeconds).toBeGreaterThanOrEqual(240);
  });

  test('gives the same plan twice', () => {
    expect(planned(LAUNCH)).toEqual(planned(LAUNCH));
  });

  test('fits 80 columns', () => {
    const result = planned(LAUNCH, ['target=1000,2500', 'min=1,4', 'cooldown=60,300']);
    for (const line of renderPlan(result, 80, palette(false)).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });
});

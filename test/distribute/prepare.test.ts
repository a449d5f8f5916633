import { describe, expect, test } from 'vitest';
import { totalOf } from '../../src/cost/estimate.ts';
import { priceTable } from '../../src/cost/prices.ts';
import { engineOn } from '../../src/distribute/refuse.ts';
import { workerCostRows } from '../../src/distribute/worker-cost.ts';
import {
  type Limit,
  type Quotas,
  UNKNOWN_QUOTAS,
  workerLimits,
} from '../../src/distribute/worker-limits.ts';
import { distributionSchema, type WorkerPlatform } from '../../src/record/distribution.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { nightly, prepared, SAMPLES, SHORT, textOf } from './scenario.ts';

const scenario = await nightly({ peakRps: 50_000 });
const k6 = await nightly({ engine: 'k6', peakRps: 50_000 });

test('distribution.json is what was prepared, to resolve the scenario again', async () => {
  const made = await prepared({ scenario, platform: 'fargate' });
  const read = distributionSchema.parse(JSON.parse(textOf(made, 'distribution.json')));
  expect(read).toEqual(made.distribution);
  expect(read).toMatchObject({
    id: 'wine-nightly-20261122t080000-ab12',
    platform: 'fargate',
    engine: 'artillery',
    workers: 10,
    rpsPerWorker: 5_000,
    arguments: ['wine', '--env', 'nightly', '--rate', '50000'],
    systemId: 'wine',
    startAtMs: null,
    samples: `${SAMPLES}/wine-nightly-20261122t080000-ab12`,
  });
  expect(read.phases.map(({ endRps }) => endRps)).toEqual([50_000, 50_000]);
});

test("Artillery's script holds the distribution, one arrival, and all it carries", async () => {
  const made = await prepared({ scenario, platform: 'fargate' });
  const { config, scenarios } = JSON.parse(textOf(made, 'artillery.json'));
  expect(config.scaleproof.distribution).toEqual(made.distribution);
  expect(config.phases).toEqual([{ duration: 1, arrivalRate: 1 }]);
  expect(config.includeFiles).toEqual([
    'artillery-engine-replay',
    'package.json',
    'dataset-wine.csv',
  ]);
  expect(scenarios[0].flow[0].replay).toMatchObject({
    system: 'wine',
    dataset: './dataset-wine.csv',
  });
});

test('a moment for all is fixed where it is asked for', async () => {
  const { distribution } = await prepared({ scenario, platform: 'fargate', startInSeconds: 900 });
  expect(distribution.startAtMs).toBe(Date.UTC(2026, 10, 22, 8, 15));
});

test('what may be secret is in no file, and a note says so', async () => {
  const secret = await nightly({ peakRps: 1_000 }, 'variables.apiKey=hush');
  const made = await prepared({ scenario: secret, platform: 'fargate' });
  expect(JSON.stringify(made)).not.toContain('hush');
  expect(made.notes[0]).toContain('put it in the place of WITHHELD');
});

describe('what workers cannot do is refused with the next step', () => {
  const local = { ...scenario, target: 'http://127.0.0.1:8080' };
  const signed = { ...k6, way: 'sagemaker' } as const;
  test.each<[WorkerPlatform, ResolvedScenario, object, RegExp]>([
    ['k6-operator', signed, {}, /k6 cannot sign requests .* use --way http, or --on fargate/],
    [
      'fargate',
      local,
      {},
      /on this machine, which workers elsewhere cannot reach; use another --env/,
    ],
    ['fargate', scenario, { samples: undefined }, /add --samples s3:\/\/BUCKET\/PREFIX/],
    ['fargate', scenario, { samples: '/tmp/x' }, /expected s3:\/\/BUCKET\/PREFIX/],
    ['k6-operator', k6, { samples: SAMPLES }, /expected the name of a PersistentVolumeClaim/],
    ['k6-operator', k6, { role: 'x' }, /--worker-role names an IAM role/],
    ['processes', scenario, { samples: SAMPLES }, /leave their samples in the folder/],
  ])('on %s: %#', async (platform, from, request, message) => {
    await expect(prepared({ scenario: from, platform, ...request })).rejects.toThrow(message);
  });

  test('a stand-in that only a run would start', async () => {
    const standIn = await nightly({ environment: 'local', env: {} });
    for (const platform of ['fargate', 'processes'] as const) {
      await expect(prepared({ scenario: standIn, platform })).rejects.toThrow(
        /"local" starts a stand-in/,
      );
    }
  });

  test('an engine that a platform does not run', () => {
    expect(engineOn('k6-operator', undefined)).toBe('k6');
    expect(engineOn('processes', 'k6')).toBe('k6');
    expect(() => engineOn('lambda', 'k6')).toThrow('--on lambda runs artillery, not k6');
  });
});

describe('limits', () => {
  async function limitsOf(
    platform: WorkerPlatform,
    from = platform === 'k6-operator' ? k6 : scenario,
    quotas: Partial<Quotas> = {},
    flags: object = {},
  ): Promise<Record<string, Limit>> {
    const { workers } = await prepared({ scenario: from, platform, ...flags });
    const asked = { scenario: from, platform, workers, quotas: { ...UNKNOWN_QUOTAS, ...quotas } };
    return Object.fromEntries(workerLimits(asked).map((limit) => [limit.id, limit]));
  }

  test.each([
    [null, 'warning', 'the default quota is 6 On-Demand vCPUs'],
    [19, 'problem', "the account's quota is 19 On-Demand vCPUs"],
    [20, 'ok', "the account's quota is 20 On-Demand vCPUs"],
  ])('ten tasks need 20 vCPUs of %s', async (fargateVcpus, status, words) => {
    const { 'fargate-vcpus': limit } = await limitsOf('fargate', scenario, { fargateVcpus });
    expect(limit).toMatchObject({ status, message: expect.stringContaining(words) });
    expect(limit!.next === null).toBe(status === 'ok');
  });

  test('workers on Lambda share the concurrency of the function they load', async () => {
    const function_ = await nightly(
      { peakRps: 1_000 },
      SHORT,
      'scaleproof.watch.functionName=wine',
    );
    const { 'worker-concurrency': limit } = await limitsOf('lambda', function_);
    expect(limit!.message).toBe(
      "The account's concurrency has to hold 1 worker and the target's 1,000 (1 s a request, the latency bound), but the default quota is 1,000 concurrent executions per Region.",
    );
  });

  test('a Lambda worker has few sockets', async () => {
    const short = await nightly({ peakRps: 50_000 }, SHORT);
    const { 'worker-connections': limit } = await limitsOf('lambda', short);
    expect(limit).toMatchObject({ status: 'warning', next: 'Use more workers, or --on fargate.' });
    expect(limit!.message).toContain('1,024 files');
  });

  test('pods behind one NAT address, and processes on one machine, have so many ports', async () => {
    const fast = await nightly({ engine: 'k6', peakRps: 60_000 });
    expect((await limitsOf('k6-operator', fast))['nat-connections']!.status).toBe('warning');
    expect((await limitsOf('processes'))['worker-connections']!.message).toContain('28,232 ports');
  });

  test('fewer workers than the default are a warning, not a refusal', async () => {
    const { workers } = await limitsOf('fargate', scenario, {}, { workers: 5 });
    expect(workers!.status).toBe('warning');
    expect(workers!.message).toContain(
      'up to 10,000 requests/s each, but one is taken to send 5,000',
    );
  });
});

test('workers cost what their platform charges for load and start', async () => {
  const prices = priceTable();
  const costOf = async (platform: WorkerPlatform, from: ResolvedScenario) =>
    totalOf(workerCostRows((await prepared({ scenario: from, platform })).distribution, prices));
  // Ten tasks for 27 to 40 minutes: 2 vCPU at $0.04048 and 4 GB at $0.004445 an hour.
  const fargate = await costOf('fargate', scenario);
  expect(fargate.usd.low).toBeCloseTo(10 * 0.45 * (2 * 0.04048 + 4 * 0.004445), 2);
  expect(fargate.usd.high).toBeCloseTo(10 * (40 / 60) * (2 * 0.04048 + 4 * 0.004445), 1);
  // Twenty functions of 4 GB for 12 to 25 minutes, at $0.0000133334 a GB-second.
  const lambda = await costOf('lambda', await nightly({ peakRps: 50_000 }, SHORT));
  expect(lambda.usd.low).toBeCloseTo(20 * 4 * 720 * 0.0000133334, 2);
  expect(await costOf('k6-operator', k6)).toMatchObject({ isComplete: false });
});

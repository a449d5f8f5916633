import { describe, expect, test } from 'vitest';
import { gatewayItem, instanceQuotaItem, lambdaItem } from '../../src/doctor/quota-items.ts';
import { steadyScenario } from './scenarios.ts';

describe('Lambda needs a concurrency of rate x duration', () => {
  const measured = { durationSource: 'from CloudWatch' };
  const account = { concurrency: 1_000, isReserved: false };

  test.each([
    ['well under the limit', 1_000, 0.2, account, 'ok', /need a concurrency of 200;/],
    ['exactly a comfortable share', 800, 1, account, 'ok', /need a concurrency of 800;/],
    [
      'near the limit',
      801,
      1,
      account,
      'warning',
      /801, but the account's concurrency is 1,000, shared/,
    ],
    ['over the limit', 1_001, 1, account, 'problem', /1,001, .* throttles the excess/],
    [
      'over its reservation',
      100,
      0.5,
      { concurrency: 40, isReserved: true },
      'problem',
      /reserved concurrency is 40/,
    ],
    ['over a limit nobody told', 2_000, 1, null, 'warning', /the default limit is 1,000/],
  ] as const)('%s', (_, peakRps, durationSeconds, limit, status, message) => {
    const item = lambdaItem({ peakRps, durationSeconds, ...measured, limit });
    expect(item).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  test('an assumed duration never makes a problem', () => {
    const item = lambdaItem({
      peakRps: 5_000,
      durationSeconds: 1,
      durationSource: 'assumed',
      limit: account,
    });
    expect(item.status).toBe('warning');
  });
});

describe("API Gateway's rate", () => {
  test.each([
    [1_000, null, 'ok', /within the account's default quota of 10,000 requests\/s/],
    [9_000, null, 'warning', /close to or above/],
    [9_000, 20_000, 'ok', /within the account's quota of 20,000 requests\/s\./],
    [
      1_000,
      500,
      'warning',
      /the account's quota of 500 requests\/s: API Gateway throttles the excess \(HTTP 429\)/,
    ],
  ] as const)('%d requests/s against a quota of %s', async (rps, quota, status, message) => {
    const item = gatewayItem(await steadyScenario(rps, 10), rps, quota);
    expect(item).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  test('does not apply to other ways', async () => {
    const scenario = await steadyScenario(1, 10);
    expect(gatewayItem({ ...scenario, way: 'sagemaker' }, 99_999, null)).toBeNull();
  });
});

describe('the quota of instances', () => {
  test.each([
    [4, 20, 'ok', /quota is 20 ml\.m5\.large for endpoint usage\.$/],
    [4, 4, 'ok', /quota is 4/],
    [4, 3, 'problem', /quota is 3 .*, but max capacity is 4/],
    [null, 3, 'ok', /quota is 3/],
    [4, null, 'skipped', /unknown/],
  ] as const)('maximum %s, quota %s: %s', (maximum, quota, status, message) => {
    const item = instanceQuotaItem('ml.m5.large', maximum, quota);
    expect(item).toMatchObject({ status, message: expect.stringMatching(message) });
  });
});

import { describe, expect, test } from 'vitest';
import { machineItems } from '../../src/doctor/machine-items.ts';
import { clockItem, metricsItem } from '../../src/doctor/metrics-items.ts';
import { regionItem } from '../../src/doctor/target-items.ts';
import { credentialsItem } from '../../src/doctor/who-am-i.ts';
import { scenarioAt } from './scenarios.ts';

const NOW = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;

describe('credentials', () => {
  const caller = (expiresAtMs: number | null) =>
    ({
      ok: true,
      value: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ci', expiresAtMs },
    }) as const;
  const failed = (kind: 'denied' | 'unreachable') =>
    ({ ok: false, failure: { kind, message: 'Name: text', attempts: 1 } }) as const;

  test.each([
    ['of the stand-in are invented', null, 'ok', /placeholder credentials/],
    ['that never expire', caller(null), 'ok', /user\/ci, account 123456789012; no known expiry/],
    ['that outlast the run', caller(NOW + 60 * MINUTE), 'ok', /expires in 1:00:00\.$/],
    [
      'that expire in the middle of it',
      caller(NOW + 20 * MINUTE),
      'warning',
      /20:00, but the run may take 30:00/,
    ],
    ['that have expired', caller(NOW - MINUTE), 'problem', /expired 1:00 ago/],
    ['that are refused, or none', failed('denied'), 'problem', /No usable AWS credentials/],
    [
      'that STS could not be asked about',
      failed('unreachable'),
      'warning',
      /STS could not identify the caller/,
    ],
  ] as const)('%s', (_, answer, status, message) => {
    expect(credentialsItem(answer, NOW, 1_800)).toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
  });
});

describe('the clock', () => {
  test.each([
    ['was never told', null, 'skipped', /^No AWS response/],
    ['is in step', { offsetMs: 100, plusMinusMs: 400 }, 'ok', /within 500 ms/],
    [
      'is a little off',
      { offsetMs: 2_000, plusMinusMs: 300 },
      'ok',
      /2 s ± 0\.3 s behind AWS; reports correct for it/,
    ],
    ['is off', { offsetMs: -90_000, plusMinusMs: 300 }, 'warning', /90 s ± 0\.3 s ahead of AWS\./],
    [
      'is too far off to sign',
      { offsetMs: 600_000, plusMinusMs: 300 },
      'problem',
      /rejects requests with that much clock skew/,
    ],
  ] as const)('%s', (_, offset, status, message) => {
    expect(clockItem(offset)).toMatchObject({ status, message: expect.stringMatching(message) });
  });
});

describe('metrics', () => {
  const traffic = (datapoints: number, invocations: number) =>
    ({ ok: true, value: { datapoints, invocations } }) as const;
  const failure = { kind: 'denied', message: 'AccessDenied: no', attempts: 1 } as const;

  test.each([
    ['arrive', traffic(15, 1_234), true, false, 'ok', /15 datapoints in 15 minutes: 1,234 inv/],
    ['arrive without traffic', traffic(15, 0), true, false, 'ok', /zero traffic/],
    ['do not arrive', traffic(0, 0), true, false, 'warning', /may have had no traffic/],
    ['never arrived', traffic(0, 0), false, false, 'warning', /and none in two weeks/],
    ['cannot have arrived yet', traffic(0, 0), false, true, 'ok', /just started/],
    ['were not to be read', { ok: false, failure }, null, false, 'skipped', /AccessDenied: no/],
  ] as const)('%s', (_, answer, published, justStarted, status, message) => {
    expect(metricsItem(answer, published, justStarted)).toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
  });
});

describe('the Region', () => {
  const api = (region: string) => `https://abc.execute-api.${region}.amazonaws.com`;

  test.each([
    ['is the one of the target', 'eu-west-1', api('eu-west-1'), 'ok', /^eu-west-1\.$/],
    ['is not the one of the target', 'eu-west-1', api('us-east-1'), 'warning', /target is in us-/],
    ['may be newer than this release', 'us-east-3', 'http://x', 'warning', /^us-east-3 is none of/],
  ] as const)('%s', async (_, region, target, status, message) => {
    const scenario = await scenarioAt('http://127.0.0.1:9');
    const { endpointUrl: _url, ...watch } = scenario.watch;
    expect(regionItem({ ...scenario, target, watch: { ...watch, region } })).toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
  });
});

describe('this machine', () => {
  const fit = {
    versions: { scaleproof: '0.1.0', node: '24.0.0', artillery: '2.0.0' },
    k6: { version: '2.2.0' },
    engine: 'artillery',
    openFiles: 10_000,
    maxConnections: 4_096,
  } as const;
  const absent = { absent: '--engine k6 needs k6, which is not on the PATH.' };

  test.each([
    ['is fit', {}, []],
    ['without k6 can do without', { k6: absent }, [['k6', 'skipped']]],
    ['without k6 cannot where it is wanted', { k6: absent, engine: 'k6' }, [['k6', 'problem']]],
    ['may open too few files', { openFiles: 1_024 }, [['open-files', 'warning']]],
    ['may open any number', { openFiles: Number.POSITIVE_INFINITY }, []],
    ['may not tell', { openFiles: null }, [['open-files', 'skipped']]],
  ] as const)('%s', (_, change, expected) => {
    const items = machineItems({ ...fit, ...change });
    const odd = items.filter(({ status }) => status !== 'ok');
    expect(odd.map(({ id, status }) => [id, status])).toEqual(expected);
  });
});

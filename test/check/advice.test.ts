import { describe, expect, test } from 'vitest';
import { adviceOn, checkCommand } from '../../src/check/advice.ts';
import type { CheckResult } from '../../src/check/check-report.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

const WINE = await resolveScenario({ scenario: 'wine', environment: 'local', env: {} });
const OWN: ResolvedScenario = {
  ...WINE,
  given: 'scenarios/flats.yml',
  environment: 'smoke',
  system: `${process.cwd()}/flats.ts`,
  systemId: 'flats',
  systemModule: '../flats.ts',
};
const KEYED = { ...OWN, headersFromEnvironment: { 'x-api-key': 'FLATS_X_API_KEY' } };
const SIGNED: ResolvedScenario = { ...OWN, way: 'sagemaker' };

function came(outcome: CheckResult['outcome'], status?: number): CheckResult {
  const none = { name: null, expected: 'a', predicted: null, detail: null, notes: [] };
  return { row: 1, ...none, outcome, ...(status === undefined ? {} : { status }) };
}

describe('advice follows what came back', () => {
  test.each<[string, ResolvedScenario, CheckResult, RegExp]>([
    ['401 with a key', KEYED, came('client-error', 401), /value of FLATS_X_API_KEY \(header x-api/],
    ['401 without one', OWN, came('client-error', 401), /sends no key; .*`headersFromEnvironment`/],
    ['403', KEYED, came('client-error', 403), /FLATS_X_API_KEY.*403 for a path/],
    [
      '403, signed',
      SIGNED,
      came('client-error', 403),
      /`npx scaleproof iam scenarios\/flats.yml --env smoke`/,
    ],
    [
      '404',
      OWN,
      came('client-error', 404),
      /nothing at that path; .*`encode` in flats\.ts, or set `path`/,
    ],
    [
      '404 where the scenario has the path',
      { ...OWN, address: { ...OWN.address, path: '/v1?api_key=hush' } },
      came('client-error', 404),
      /correct `path` in the replay step, now \/v1\.$/,
    ],
    ['400', OWN, came('client-error', 400), /says why; .*`encode` in flats\.ts\.$/],
    [
      '422 of a built-in system',
      WINE,
      came('client-error', 422),
      /`encode` of the built-in system wine/,
    ],
    ['200 that is no prediction', OWN, came('malformed', 200), /`decode` in flats\.ts finds no/],
    ['302', OWN, came('malformed', 302), /redirects; .*"config\.target"/],
    ['429', OWN, came('throttled', 429), /throttles even a few/],
    ['502', OWN, came('server-error', 502), /see its logs/],
    ['an error inside a 200', OWN, came('server-error', 200), /see its logs/],
    ['no response in time', OWN, came('timeout'), /timeoutMs/],
    ['a broken connection', OWN, came('network'), /connection broke/],
  ])('%s', (_, scenario, result, expected) => {
    expect(adviceOn(scenario, [result])).toMatch(expected);
  });

  test('the most frequent failure decides, and predictions need no advice', () => {
    const results = [came('timeout'), came('client-error', 404), came('client-error', 404)];
    expect(adviceOn(OWN, results)).toMatch(/path/);
    expect(adviceOn(OWN, [{ ...came('wrong'), predicted: 'b' }])).toBeNull();
  });

  test('the command to type next names the scenario as it was given, and the environment', () => {
    expect(checkCommand(OWN)).toBe('npx scaleproof check scenarios/flats.yml --env smoke');
  });
});

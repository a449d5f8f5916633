import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { resolveScenario, type ScenarioRequest } from '../../src/scenario/resolve.ts';

const folder = mkdtempSync(join(tmpdir(), 'unwatched-'));
mkdirSync(join(folder, 'scenarios'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands below `scaleproof`, in the scenario itself and in its environment `other`. */
async function resolve(
  scaleproof: string,
  other: string,
  { step = 'system: wine', ...more }: Partial<ScenarioRequest> & { step?: string } = {},
) {
  const file = join(folder, 'scenarios', 's.yml');
  writeFileSync(
    file,
    `config:
  target: https://api.example.com
  phases: [{ duration: 600, arrivalRate: 50 }]
  scaleproof: ${scaleproof}
  environments:
    local:
    other: { scaleproof: ${other} }
scenarios: [{ name: s, engine: replay, flow: [{ replay: { ${step} } }] }]
`,
  );
  return resolveScenario({ scenario: file, environment: 'local', env: {}, ...more });
}

const OTHER = { environment: 'other' };
const NONE = '{ watch: none }';
const WATCHED = '{ watch: { endpointName: wine } }';

describe('`watch: none`', () => {
  test('watches nothing', async () => {
    expect(await resolve(NONE, '{}')).toMatchObject({ watch: null, region: 'us-east-1' });
  });

  test('of an environment replaces the endpoint, and an endpoint replaces it', async () => {
    expect((await resolve(WATCHED, NONE, OTHER)).watch).toBeNull();
    expect((await resolve(NONE, WATCHED, OTHER)).watch).toMatchObject({ endpointName: 'wine' });
    const set = ['scaleproof.watch=none'];
    expect((await resolve(WATCHED, '{}', { set })).watch).toBeNull();
    const back = ['scaleproof.watch={ endpointName: b }'];
    expect((await resolve(NONE, '{}', { set: back })).watch).toMatchObject({ endpointName: 'b' });
  });

  test('leaves over it what was written for runs that watch', async () => {
    const asked = `{ watch: { endpointName: wine }, expect: { converged: {}, latency: { maxMs: 400 },
      scaledOut: { atLeastInstances: 2, withinSeconds: 60 },
      reachedRate: { rps: 50, holdSeconds: 60, minInstances: 2 } } }`;
    const { expect: expected, asksNothing } = await resolve(asked, NONE, OTHER);
    expect(expected.reachedRate).toMatchObject({ rps: 50, minInstances: 1 });
    expect(asksNothing).toBeUndefined();
    expect((await resolve(asked, '{}', OTHER)).expect.reachedRate?.minInstances).toBe(2);
  });

  test('asks nothing where all that was asked needs AWS', async () => {
    const asked = '{ watch: { endpointName: wine }, expect: { converged: {} } }';
    expect((await resolve(asked, NONE, OTHER)).asksNothing).toBe(true);
    expect((await resolve(asked, '{}', OTHER)).asksNothing).toBeUndefined();
  });

  test.each([
    ['scaledOut', '{ atLeastInstances: 2, withinSeconds: 60 }', /instances are in service/],
    ['converged', '{}', /only CloudWatch has the tracked metric/],
    ['flapping', '{ maxReversals: 1 }', /only AWS tells when the endpoint scaled/],
    ['concurrency', '{}', /only AWS tells the limit/],
    ['spillover', '{ maxShare: 0.1 }', /only CloudWatch counts it/],
    ['coldStarts', '{ maxShare: 0.1 }', /a function invoked with way "lambda"/],
    ['reachedRate', '{ rps: 5, holdSeconds: 9, minInstances: 2 }', /minInstances": .*found/],
  ])('beside %s is refused', async (key, value, message) => {
    const beside = `{ watch: none, expect: { ${key}: ${value} } }`;
    await expect(resolve(beside, '{}')).rejects.toThrow(message);
    await expect(resolve(beside, '{}')).rejects.toThrow(
      /s\.yml, line 4: .*s\.yml, line 4 has `watch: none`; remove it, or name the endpoint/,
    );
    // Written over it is no better, and in the same environment neither.
    const own = `{ expect: { ${key}: ${value} } }`;
    await expect(resolve(NONE, own, OTHER)).rejects.toThrow(/s\.yml, line 7: .* line 4 has/);
    await expect(resolve(WATCHED, beside, OTHER)).rejects.toThrow(/line 7: .* line 7 has/);
  });

  test('takes what callers alone can tell', async () => {
    const asked = `{ watch: none, expect: { errors: { maxShare: 0 }, accuracy: { minShare: 0.9 },
      consistent: true, throttles: {}, reachedRate: { rps: 50, holdSeconds: 60 },
      latency: { maxMs: 400, certified: true } } }`;
    expect((await resolve(asked, '{}')).expect).toMatchObject({ throttles: { maxShare: 0 } });
  });

  test('does not go with a stand-in, which plays what is watched', async () => {
    await expect(resolve('{ watch: none, standIn: {} }', '{}')).rejects.toThrow(
      /"config.scaleproof.standIn": expected none, found one.*names none; remove it and set `target`/,
    );
  });

  test('is the one word in place of a section', async () => {
    await expect(resolve('{ watch: off }', '{}')).rejects.toThrow(
      /line 4: "config.scaleproof.watch": expected `none`, or a section with endpointName, found "off"/,
    );
    await expect(resolve('{ watch: }', '{}')).rejects.toThrow(/with endpointName, found nothing/);
    // What is wrong inside a section is still said of its key.
    await expect(resolve('{ watch: { endpoint: a } }', '{}')).rejects.toThrow(
      /unknown key "config.scaleproof.watch.endpoint"; did you mean "endpointName"/,
    );
    await expect(resolve('{ watch: { endpointName: a, pollSeconds: 0 } }', '{}')).rejects.toThrow(
      /"config.scaleproof.watch.pollSeconds": expected seconds from 0.2/,
    );
  });
});

describe('a signed load that is not watched', () => {
  const step = (more: string) => ({ step: `system: dog-b, way: lambda${more}` });

  test('names its function and Region in the step, or by flag', async () => {
    const lambda = step(', functionName: f, region: eu-west-1');
    expect(await resolve(NONE, '{}', lambda)).toMatchObject({ region: 'eu-west-1' });
    const flag = { ...lambda, region: 'ap-south-1' };
    expect(await resolve(NONE, '{}', flag)).toMatchObject({ region: 'ap-south-1', watch: null });
    const slip = step(', functionName: f, region: eu-wst-1');
    await expect(resolve(NONE, '{}', slip)).rejects.toThrow(
      /^\S+s\.yml, line \d+: "scenarios.0.flow.0.replay.region": .* mean "eu-west-1"\?$/,
    );
    await expect(resolve(NONE, '{}', { ...lambda, region: 'eu-wst-2' })).rejects.toThrow(
      /^--region eu-wst-2: .* mean "eu-west-2"\?$/,
    );
    await expect(resolve(NONE, '{}', step(''))).rejects.toThrow(
      /way "lambda" needs a function name; set `functionName` in the replay step/,
    );
    const sagemaker = { step: 'system: iris, way: sagemaker' };
    await expect(resolve(NONE, '{}', sagemaker)).rejects.toThrow(
      /way "sagemaker" needs an endpoint name; set `endpointName` in the replay step/,
    );
  });

  test('may expect cold starts, which the function reports itself', async () => {
    const asked = '{ watch: none, expect: { coldStarts: { maxShare: 0.1 } } }';
    const resolved = await resolve(asked, '{}', step(', functionName: f'));
    expect(resolved.expect.coldStarts).toEqual({ maxShare: 0.1 });
  });
});

describe('a scenario that does not say what to watch', () => {
  test('is refused where something is measured', async () => {
    await expect(resolve('{}', '{}')).rejects.toThrow(
      /s\.yml, line 4: "config.scaleproof.watch": expected a section with endpointName, or `none`/,
    );
  });

  test('can be checked, whatever it expects of runs', async () => {
    const checked = { watchesNothing: true };
    expect((await resolve('{}', '{}', checked)).watch).toBeNull();
    const expecting = '{ expect: { converged: {} } }';
    expect((await resolve(expecting, '{}', checked)).watch).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';

const ENVIRONMENTS = ['smoke', 'nightly', 'release'];

/** IRIS_API_URL and so on, for every system. */
const env: NodeJS.ProcessEnv = { AWS_REGION: 'eu-west-1' };
for (const id of SYSTEMS.keys()) {
  const prefix = id.toUpperCase().replace('-', '_');
  env[`${prefix}_API_URL`] = `https://${id}.example.com`;
  env[`${prefix}_ENDPOINT_NAME`] = `${id}-endpoint`;
  env[`${prefix}_FUNCTION_NAME`] = `${id}-function:live`;
}

describe.each([...SYSTEMS.keys()])('the scenario of %s', (id) => {
  test.each(ENVIRONMENTS)(
    'aims at what the environment variables name: %s',
    async (environment) => {
      const scenario = await resolveScenario({ scenario: id, environment, env });
      const dog = id.startsWith('dog');
      expect(scenario).toMatchObject({
        name: id,
        system: id,
        way: dog ? 'lambda' : 'http',
        target: dog ? 'https://lambda.eu-west-1.amazonaws.com' : `https://${id}.example.com`,
        address: {
          functionName: dog ? `${id}-function:live` : null,
          endpointName: `${id}-endpoint`,
        },
        watch: { endpointName: `${id}-endpoint`, region: 'eu-west-1' },
        standIn: null,
      });
    },
  );

  test.each(ENVIRONMENTS)('says which variable is missing: %s', async (environment) => {
    await expect(resolveScenario({ scenario: id, environment, env: {} })).rejects.toThrow(
      /needs the environment variable \w+, which is not set; export \w+=/,
    );
  });

  test('expects nothing that a smoke test is too short to show', async () => {
    const { expect: expected } = await resolveScenario({ scenario: id, environment: 'smoke', env });
    expect(expected).not.toHaveProperty('scaledOut');
    expect(expected).not.toHaveProperty('reachedRate');
    expect(expected).not.toHaveProperty('latency');
  });

  test('can hold the rates it expects for as long as it expects', async () => {
    for (const environment of ['local', 'nightly', 'release']) {
      const scenario = await resolveScenario({ scenario: id, environment, env });
      const { rps, holdSeconds } = scenario.expect.reachedRate!;
      const held = scenario.phases
        .filter((phase) => Math.min(phase.startRps, phase.endRps) >= rps)
        .reduce((seconds, phase) => seconds + phase.durationSeconds, 0);
      expect(held).toBeGreaterThanOrEqual(holdSeconds);
    }
  });
});

test.each(['nightly', 'release'])(
  'wine, %s: one instance becomes two under 1,000 requests/s',
  async (environment) => {
    const { expect: expected } = await resolveScenario({ scenario: 'wine', environment, env });
    expect(expected).toMatchObject({
      scaledOut: { fromInstances: 1, atLeastInstances: 2 },
      reachedRate: { rps: 1_000, minInstances: 2 },
    });
  },
);

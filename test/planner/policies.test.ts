import { describe, expect, test } from 'vitest';
import { policiesOf } from '../../src/planner/policies.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';

const OWN = standInSchema.parse({}).policy;
const ids = (sweeps: string[], schedules: string[] = []) =>
  policiesOf(OWN, sweeps, schedules).variants.map(({ id }) => id);

describe('policies', () => {
  test("are the endpoint's own first", () => {
    expect(ids([])).toEqual(['as it is']);
  });

  test('are the cross product of what is swept', () => {
    expect(ids(['target=6000,9000', 'max=4,8'])).toEqual([
      'as it is',
      'target=6000 max=4',
      'target=6000 max=8',
      'target=9000 max=4',
      'target=9000 max=8',
    ]);
  });

  test('targets of either metric are alternatives, never crossed', () => {
    const { variants } = policiesOf(
      OWN,
      ['target=6000', 'concurrency=4', 'metric=ConcurrentRequestsPerModel'],
      [],
    );
    expect(
      variants
        .slice(1)
        .map(({ policy }) => [policy.metric, policy.targetPerMinute, policy.targetConcurrency]),
    ).toEqual([
      ['InvocationsPerInstance', 6_000, OWN.targetConcurrency],
      ['ConcurrentRequestsPerModel', OWN.targetPerMinute, 4],
      ['ConcurrentRequestsPerModel', OWN.targetPerMinute, OWN.targetConcurrency],
    ]);
  });

  test('equal to the own one are not planned twice', () => {
    expect(ids([`max=${OWN.maxCapacity},9`])).toEqual(['as it is', 'max=9']);
  });

  test('with a minimum above their maximum are left out, and counted', () => {
    const { variants, caveats } = policiesOf(OWN, ['min=1,6', 'max=4,8'], []);
    expect(variants.map(({ id }) => id)).toEqual(['as it is', 'min=1 max=8', 'min=6 max=8']);
    expect(caveats).toEqual([
      '1 of the swept policies have a minimum above their maximum and are left out.',
    ]);
  });

  test('a cooldown is that of both directions', () => {
    const [, swept] = policiesOf(OWN, ['cooldown=60'], []).variants;
    expect(swept!.policy).toMatchObject({
      scaleOutCooldownSeconds: 60,
      scaleInCooldownSeconds: 60,
    });
  });

  test('fixed counts are crossed with nothing', () => {
    expect(ids(['fixed=2,3', 'max=8'])).toEqual(['as it is', 'max=8', 'fixed=2', 'fixed=3']);
  });

  test('each is also tried with the scheduled actions', () => {
    const { variants } = policiesOf(
      OWN,
      ['max=8'],
      ['cron(0 8 * * ? *) min=4', 'rate(1 day) max=9 min=2'],
    );
    expect(variants.map(({ id }) => id)).toEqual([
      'as it is',
      'max=8',
      'as it is +schedule',
      'max=8 +schedule',
    ]);
    expect(variants.at(-1)!.schedules).toMatchObject([
      { expression: 'cron(0 8 * * ? *)', minCapacity: 4, maxCapacity: undefined },
      { expression: 'rate(1 day)', minCapacity: 2, maxCapacity: 9 },
    ]);
  });
});

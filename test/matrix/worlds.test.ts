/** A sample of `npm run worlds`: no pass, no failure and no finding that the truth of a random world denies. */
import { describe, expect, test } from 'vitest';
import { mistakesOf } from '../../bench/worlds/tables.ts';
import { tryWorld } from '../../bench/worlds/trial.ts';
import { worldOf } from '../../bench/worlds/world.ts';

/** Others than those of the table: seeds on which nothing was tuned. */
const SEEDS = Array.from({ length: 16 }, (_, index) => 20_001 + index);

describe('a random world', () => {
  test.each(SEEDS)('%d: nothing is said that the truth denies', async (seed) => {
    expect(mistakesOf(await tryWorld(seed))).toEqual([]);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(worldOf(7)).toEqual(worldOf(7));
    expect(worldOf(8)).not.toEqual(worldOf(7));
  });
});

test('a check that is wrong, and a finding that is false, are seen as such', async () => {
  const trial = await tryWorld(SEEDS[0]!);
  const turned = {
    ...trial,
    checks: trial.checks.map((check) => ({ ...check, allowed: { pass: false, fail: false } })),
    findings: trial.findings.map((one) => ({ ...one, said: true, holds: 'no' as const })),
  };
  const told = trial.checks.filter(({ status }) => status === 'pass' || status === 'fail').length;
  expect(told).toBeGreaterThan(0);
  expect(mistakesOf(turned)).toHaveLength(told + trial.findings.length);
});

import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/record/manifest.ts';
import { repeatOf } from '../../src/verdict/repeat.ts';
import { syntheticRun } from './synthetic-run.ts';

const { manifest } = syntheticRun();

const repeat = (changes: Partial<Manifest>, engine = 'artillery') =>
  repeatOf({
    ...manifest,
    loadFrom: 'engine',
    ...changes,
    scenario: { ...manifest.scenario, engine, replay: { seed: 7, timeoutMs: 1_000 } },
  });

describe('the command that repeats a run', () => {
  it('has its flags, its engine and its seed, quoted for a shell', () => {
    const given = ['wine', '--env', 'local', '--set', 'phases.0.name=a b$'];
    expect(repeat({ arguments: given }, 'k6')).toEqual({
      command: `npx scaleproof run wine --env local --set 'phases.0.name=a b$' --engine k6 --seed 7`,
      incompleteBecause: null,
    });
  });

  it('says where a value was withheld', () => {
    const given = ['wine', '--env', 'local', '--set', 'target=WITHHELD'];
    expect(repeat({ arguments: given }).incompleteBecause).toBe('withheld');
  });

  it('says of an older record that it does not know the flags', () => {
    const { name, environment } = manifest.scenario;
    expect(repeat({})).toEqual({
      command: `npx scaleproof run ${name} --env ${environment} --seed 7`,
      incompleteBecause: 'not-recorded',
    });
  });

  it('watches a load that another tool sends, or judges its samples', () => {
    const given = ['wine', '--env', 'nightly'];
    expect(repeat({ arguments: given, loadFrom: 'elsewhere' })).toEqual({
      command: 'npx scaleproof collect wine --env nightly --during COMMAND',
      incompleteBecause: 'load-elsewhere',
    });
    expect(repeat({ arguments: given, loadFrom: 'file' })).toEqual({
      command: 'npx scaleproof collect wine --env nightly --load-from RUN/load.ndjson',
      incompleteBecause: null,
    });
  });
});

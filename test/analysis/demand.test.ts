/** How many instances a load asks for: the made-up run has 1,000 requests/s from 20 s on, and 400 an instance. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { type Knobs, syntheticRun, T0, without } from '../verdict/synthetic-run.ts';

const demandOf = (changes: Partial<Knobs> = {}) => analyse(syntheticRun(changes)).demand;
const secondsSince = (changes: Partial<Knobs>, instances: number) => {
  const atMs = demandOf(changes)?.since(instances) ?? null;
  return atMs === null ? null : Math.round((atMs - T0) / 1_000);
};

describe('the demand of a load', () => {
  it('is the target taken as often as it takes, whatever number of instances is there', () => {
    expect(demandOf()?.most).toBe(3);
    expect(demandOf({ steps: [] })?.most).toBe(3);
    expect(demandOf({ planned: () => 300 })?.most).toBe(1);
  });

  it('begins with the end of the first period over it, as the trigger does', () => {
    expect(secondsSince({}, 2)).toBe(25);
    expect(secondsSince({}, 3)).toBe(25);
    expect(secondsSince({}, 4)).toBeNull();
  });

  it('of more instances begins later where the load rises', () => {
    const rising: Partial<Knobs> = {
      planned: (second) => (second < 20 ? 100 : second < 80 ? 700 : 1_000),
    };
    expect(secondsSince(rising, 2)).toBe(25);
    expect(secondsSince(rising, 3)).toBe(85);
  });

  it('counts only what lasts as long as the alarm wants', () => {
    const peak: Partial<Knobs> = {
      planned: (second) => (second < 20 ? 100 : second >= 80 && second < 90 ? 2_000 : 700),
    };
    expect(demandOf(peak)?.most).toBe(2);
  });

  it('is counted by the callers where SageMaker’s count is missing', () => {
    const uncounted: Partial<Knobs> = {
      metric: (name, _, value) => (name === 'sagemaker/Invocations' ? null : value),
    };
    expect(demandOf(uncounted)?.most).toBe(3);
    expect(secondsSince(uncounted, 3)).toBe(25);
  });

  it('names the rate above which the policy asks for so many', () => {
    expect(demandOf()?.rateFor(4)).toBe(1_200);
  });

  it('is not known without a policy', () => {
    expect(analyse(without(syntheticRun(), 'policy', 'alarm')).demand).toBeNull();
  });
});

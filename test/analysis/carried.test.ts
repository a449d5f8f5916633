import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { carriedSeconds } from '../../src/analysis/carried.ts';
import { type Knobs, syntheticRun } from '../verdict/synthetic-run.ts';

const carriedIn = (changes: Partial<Knobs> = {}) => {
  const { seconds, points } = analyse(syntheticRun(changes)).evidence;
  return carriedSeconds(seconds, points);
};

describe('what instances carry', () => {
  it('is what each answered over ten seconds, not what it was sent', () => {
    const carried = carriedIn({
      steps: [],
      outcomes: (_, sent) => ({
        correct: Math.min(sent, 300),
        'server-error': Math.max(0, sent - 300),
      }),
    });
    const late = carried.find(({ second }) => second.second === 60);
    expect(late).toMatchObject({ instances: 1, each: 300, sentEach: 1_000 });
  });

  it('is shared by all in service', () => {
    const late = carriedIn().find(({ second }) => second.second === 120);
    expect(late?.instances).toBe(3);
    expect(late?.each).toBeCloseTo(1_000 / 3, 6);
  });

  it('is not told of the seconds around a change of their number', () => {
    const told = new Set(carriedIn().map(({ second }) => second.second));
    expect(told.has(50)).toBe(true);
    for (let second = 56; second < 84; second += 1) expect(told.has(second)).toBe(false);
    expect(told.has(90)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';
import { findingOf, problemsOf } from './codes.ts';

/** The target stands for 400 requests/s an instance: 380 never cross it. */
const LOAD = 380;
const CARRIES = 280;

/** From the twentieth second on one instance gets more than it carries, and everything queues. */
const DROWNING: Partial<Knobs> = {
  steps: [],
  planned: (second) => (second < 20 ? 100 : LOAD),
  outcomes: (second, sent) =>
    second < 20 ? { correct: sent } : { correct: CARRIES, timeout: LOAD - CARRIES },
  latencyMs: (second) => (second < 20 ? 20 : 3_000),
  serviceTimeMs: (second) => (second < 20 ? 19 : 2_999),
  inFlight: (second, sent) => Math.round((sent * (second < 20 ? 19 : 2_999)) / 1_000),
};

describe('a target above what an instance carries', () => {
  it('is named, with what an instance carried and the target that follows', () => {
    const found = findingOf(syntheticRun(DROWNING), 'target-above-capacity');
    expect(found?.message).toMatch(
      /^The target is 400 requests\/s per instance, but in this run no instance carried more than 280 requests\/s\. With 1 instance in service each got 380 requests\/s/,
    );
    expect(found?.advice).toMatch(
      /^Set the target to about 8,400 requests per minute and instance/,
    );
    expect(found?.value).toEqual({ value: 400 / 280, unit: 'ratio' });
  });

  it('is not said beside what it explains: a load too small, or latency that did not recover', () => {
    expect(problemsOf(syntheticRun(DROWNING))).toEqual(['target-above-capacity']);
  });

  it.each<[string, Partial<Knobs>]>([
    [
      'the container fails, and is as fast as ever',
      { latencyMs: () => 20, serviceTimeMs: () => 19 },
    ],
    [
      'an instance once carried the target',
      {
        outcomes: (second, sent) =>
          second < 20
            ? { correct: sent }
            : second < 40
              ? { correct: 400 }
              : { correct: CARRIES, timeout: LOAD - CARRIES },
      },
    ],
    ['all was answered', { outcomes: (_, sent) => ({ correct: sent }) }],
    ['it lasted for less than the alarm wants', { loadSeconds: 32 }],
    [
      'the policy tracks something else',
      { policy: { metric: 'custom' }, highAlarm: { metric: 'Depth' } },
    ],
  ])('is not found where %s', (_, changes) => {
    const run = syntheticRun({ ...DROWNING, ...changes });
    expect(problemsOf(run)).not.toContain('target-above-capacity');
  });
});

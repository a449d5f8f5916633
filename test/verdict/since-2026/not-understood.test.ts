import { describe, expect, it } from 'vitest';
import { type AwsEvent, MISREAD, type Misread } from '../../../src/record/aws-events.ts';
import { CHECKS } from '../../../src/verdict/checks/registry.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { syntheticRun, T0 } from '../synthetic-run.ts';

const line = (what: string, affects: readonly Misread[], second = -2): AwsEvent => ({
  type: 'not-understood',
  atMs: T0 + second * 1_000,
  what,
  affects: [...affects],
});
const judged = (...extra: readonly AwsEvent[]) => judge(syntheticRun({ extra }));
const doubted = (...extra: readonly AwsEvent[]) =>
  judged(...extra)
    .checks.filter(({ reason }) => reason === 'not-understood')
    .map(({ id }) => id);

describe('what the endpoint uses and is not understood', () => {
  it.each<readonly [Misread, readonly string[]]>([
    ['counts', ['scaled-out', 'reached-rate', 'converged', 'no-flapping']],
    ['metrics', ['trigger-crossed', 'scaled-out', 'converged']],
    ['scaling', ['trigger-crossed', 'scaled-out', 'converged', 'no-flapping']],
  ])('leaves open what depends on %s, and nothing that callers alone tell', (affects, ids) => {
    expect(doubted(line('ProductionVariants[0].NewThing', [affects]))).toEqual(ids);
    expect(judged(line('ProductionVariants[0].NewThing', [affects])).status).toBe('inconclusive');
  });

  it('is named in the verdict, once, with what it may change', () => {
    const verdict = judged(
      line('NewThing', ['counts', 'scaling']),
      line('NewThing', ['counts', 'scaling'], 60),
      line('AnotherThing', []),
    );
    expect(verdict.caveats.filter((one) => one.startsWith('Not understood'))).toEqual([
      'Not understood: NewThing, which may change the counts of instances and copies and when and why it scales.',
      'Not understood: AnotherThing; no check depends on it.',
    ]);
    expect(verdict.checks.find(({ id }) => id === 'scaled-out')?.message).toBe(
      'Not understood: NewThing, which may change the counts of instances and copies and when and why it scales. So this cannot be judged. Watch an endpoint without it, or a newer Scaleproof.',
    );
  });

  it('leaves the verdict alone where it cannot matter', () => {
    expect(judged(line('Tags', [])).status).toBe('pass');
  });

  it('is declared by every check of what AWS alone tells', () => {
    const without = CHECKS.filter(
      ({ dataFrom, dependsOn }) => dataFrom === 'aws' && dependsOn.length === 0,
    ).map(({ id }) => id);
    // Lambda's own metrics and settings.
    expect(without).toEqual(['spillover']);
    expect(MISREAD).toHaveLength(3);
  });
});

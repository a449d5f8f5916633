import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/check/check-report.ts';
import { refuseUnlessMostlyCorrect } from '../../src/check/mostly-correct.ts';
import { subjectOf } from '../../src/check/subject.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

function results(outcomes: readonly CheckResult['outcome'][]): CheckResult[] {
  return outcomes.map((outcome, index) => {
    const isLabelled = outcome === 'correct' || outcome === 'wrong';
    const predicted = outcome === 'timeout' ? null : outcome === 'wrong' ? '7' : '45';
    const detail = predicted === null ? 'no complete response within 5 ms' : null;
    const expected = isLabelled ? '45' : null;
    return { row: index + 1, name: null, expected, predicted, outcome, detail, notes: [] };
  });
}

async function judge(...outcomes: CheckResult['outcome'][]): Promise<number> {
  const scenario = await resolveScenario({ scenario: 'dog-a', environment: 'local', env: {} });
  return refuseUnlessMostlyCorrect(await subjectOf(scenario), results(outcomes));
}

test('allows a load when unlabelled rows get well-formed predictions', async () => {
  expect(await judge('well-formed')).toBe(1);
  expect(await judge('well-formed', 'timeout')).toBe(1);
});

test('allows a load from half correct upwards', async () => {
  expect(await judge('correct', 'wrong')).toBe(1);
  await expect(judge('correct', 'wrong', 'wrong')).rejects.toThrow(
    / predicted 2 of 3 rows of dog-a incorrectly \(45 as 7 2 times\)/,
  );
  await expect(judge('well-formed', 'timeout', 'timeout')).rejects.toThrow(
    / returned no prediction for 2 of 3 rows of dog-a .*timeout: no complete response within 5 ms/,
  );
});

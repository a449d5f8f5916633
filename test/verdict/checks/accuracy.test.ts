import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/record/read.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { type Asked, right, withAnswers, wrong } from '../answer-lines.ts';
import { checkOf, itFinds } from '../defects.ts';
import { syntheticRun } from '../synthetic-run.ts';

describe('accuracy', () => {
  itFinds('accuracy', [
    {
      what: 'wrong predictions',
      run: () =>
        syntheticRun({ outcomes: (_, sent) => ({ correct: sent * 0.8, wrong: sent * 0.2 }) }),
      is: 'fail',
      reason: 'too-many-wrong',
      overall: 'fail',
    },
    {
      what: 'no predictions',
      run: () => syntheticRun({ outcomes: (_, sent) => ({ throttled: sent }) }),
      is: 'inconclusive',
      reason: 'no-predictions',
      overall: 'fail',
    },
    {
      what: 'nothing asked',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
    {
      what: 'one row of 178 that is always wrong',
      run: () => byRow(178, (row) => (row === 9 ? wrong('1') : right('0'))),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'too many rows that are always wrong',
      run: () => byRow(178, (row) => (row <= 20 ? wrong('1') : right('0'))),
      is: 'fail',
      reason: 'too-many-wrong',
      overall: 'fail',
    },
    {
      what: 'few rows, all of them right, thousands of times',
      run: () => byRow(9, () => right('0')),
      is: 'inconclusive',
      reason: 'too-few-rows',
      overall: 'inconclusive',
    },
    {
      what: 'few rows, one of them wrong',
      run: () => byRow(9, (row) => (row === 1 ? wrong('1') : right('0'))),
      is: 'inconclusive',
      reason: 'too-few-rows',
      overall: 'inconclusive',
    },
    {
      what: 'few rows, and so many wrong that it is no chance',
      run: () => byRow(9, (row) => (row <= 5 ? wrong('1') : right('0'))),
      is: 'fail',
      reason: 'too-many-wrong',
      overall: 'fail',
    },
    {
      what: 'just enough rows',
      run: () => byRow(10, () => right('0')),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'few rows that must all be right, and are',
      run: () => byRow(3, () => right('0'), 1),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
  ]);

  it('counts rows, not how often they were asked', () => {
    const check = checkOf(judge(byRow(178, () => right('0'))).checks, 'accuracy');
    expect(check.observed).toMatch(
      /^178 of 178 rows correct \(95 % interval 97\.89 % to 100 %\); each asked about 910 times/,
    );
    expect(check.n).toBe(178);
  });

  it('counts a row that is right at times as the share', () => {
    const half = (row: number, _second: number, n: number) =>
      row <= 20 && n % 2 === 0 ? wrong('1') : right('0');
    const check = checkOf(judge(byRow(100, half)).checks, 'accuracy');
    expect(check.observed).toMatch(
      /^80 of 100 rows correct, 20 only sometimes \(90 % on average, 95 % interval 82\.6 % to 94\.48 %\)/,
    );
    expect(check).toMatchObject({ n: 100, observedValue: { value: expect.closeTo(0.9, 3) } });
  });

  it('says how many rows it would take', () => {
    const check = checkOf(judge(byRow(9, () => right('0'), 0.95)).checks, 'accuracy');
    expect(check.message).toMatch(/At least 20 distinct rows are needed/);
  });

  it('infers nothing from a record that does not tell rows apart', () => {
    const check = checkOf(judge(syntheticRun()).checks, 'accuracy');
    expect(check.observed).toMatch(
      /^157,140 of 162,000 predictions correct \(97 %\); distinct rows not recorded/,
    );
    expect(check.observed).not.toContain('interval');
  });
});

function byRow(
  rows: number,
  answer: (row: number, second: number, n: number) => Asked,
  minShare = 0.9,
): RunRecord {
  const record = syntheticRun({
    expect: { accuracy: { minShare }, consistent: false },
    outcomes: (_, sent) => ({ correct: sent }),
  });
  return withAnswers(record, rows, answer);
}

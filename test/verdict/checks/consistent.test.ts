import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/record/read.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { type Asked, right, withAnswers, wrong } from '../answer-lines.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, killedAt, syntheticRun } from '../synthetic-run.ts';

const ROWS = 178;
/** Of 180 s: three instances are in service from 64.6 s on. */
const expectations = { loadDelivered: {} };

function run(
  answer: (row: number, second: number, n: number) => Asked,
  changes: Partial<Knobs> = {},
): RunRecord {
  const record = syntheticRun({
    expect: expectations,
    planned: () => 100,
    outcomes: (_, sent) => ({ correct: sent }),
    ...changes,
  });
  return withAnswers(record, ROWS, answer);
}

const healthy = () => right('0');
/** From the 70th second on a third of the answers for every 50th row. */
const stale = (row: number, second: number, n: number) =>
  second >= 70 && row % 50 === 0 && n % 3 === 0 ? wrong('2') : right('1');

describe('consistent', () => {
  itFinds('consistent', [
    { what: 'one answer each', run: () => run(healthy), is: 'pass', reason: 'ok', overall: 'pass' },
    {
      what: 'rows that are wrong each time',
      run: () => run((row) => (row < 9 ? wrong('2') : right('1'))),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
    {
      what: 'a stale model',
      run: () => run(stale),
      is: 'fail',
      reason: 'predictions-differ',
      overall: 'fail',
    },
    {
      what: 'answers without a text that are right and wrong',
      run: () =>
        run((row, second) => ({
          predicted: null,
          outcome: row === 3 && second > 90 ? 'wrong' : 'correct',
        })),
      is: 'fail',
      reason: 'predictions-differ',
      overall: 'fail',
    },
    {
      what: 'a model that answers at random, as the scenario says',
      run: () => run((_, __, n) => right(`${n}`), { expect: { consistent: false } }),
      is: 'skipped',
      reason: 'turned-off',
      overall: 'pass',
    },
    {
      what: 'a record without rows',
      run: () => syntheticRun({ expect: expectations }),
      is: 'skipped',
      reason: 'nothing-to-compare',
      overall: 'pass',
    },
    {
      what: 'a record without rows of a run that was to show it',
      run: () => syntheticRun({ expect: { consistent: true } }),
      is: 'inconclusive',
      reason: 'not-compared',
      overall: 'inconclusive',
    },
    {
      what: 'rows asked once',
      run: () => withAnswers(syntheticRun({ expect: expectations }), 1e6, healthy),
      is: 'skipped',
      reason: 'nothing-to-compare',
      overall: 'pass',
    },
    {
      what: 'rows asked once in a run that was to show it',
      run: () => withAnswers(syntheticRun({ expect: { consistent: true } }), 1e6, healthy),
      is: 'inconclusive',
      reason: 'not-compared',
      overall: 'inconclusive',
    },
    {
      what: 'lines that are missing',
      run: () => withoutLine(run(healthy)),
      is: 'inconclusive',
      reason: 'predictions-missing',
      overall: 'inconclusive',
    },
    {
      what: 'lines that are missing of a run that is wrong anyway',
      run: () => withoutLine(run(stale)),
      is: 'fail',
      reason: 'predictions-differ',
      overall: 'fail',
    },
    {
      what: 'more rows than are kept, and all that are got one answer',
      run: () =>
        withAnswers(
          syntheticRun({ expect: expectations, outcomes: (_, sent) => ({ correct: sent }) }),
          25_000,
          healthy,
        ),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
  ]);

  it('names rows, predictions, times, when it began, and what came before', () => {
    const check = checkOf(judge(run(stale)).checks, 'consistent');
    expect(check.observed).toBe('3 of 178 rows got different predictions, from 1:10 on');
    expect(check.observedValue).toEqual({ value: 3, unit: 'rows' });
    expect(check.n).toBe(178);
    expect(check.message).toMatch(
      /^3 of 178 rows got different predictions, from 1:10 on, 5\.\d s after 3 instances were in service\. Row 50 got "1" \d+ times \(correct, 0:00 to 2:5\d\) and "2" \d+ times \(wrong, 1:1\d to 2:5\d\); row 100 got [^;]*; row 150 got [^;]*\. Compare the models that the instances serve/,
    );
  });

  it('names a few of many', () => {
    const message = checkOf(
      judge(run((_, second) => right(`${second}`))).checks,
      'consistent',
    ).message;
    expect(message).toMatch(/; and 175 other rows\. /);
    expect(message.length).toBeLessThan(1_000);
    expect(message).toMatch(/before the first scale-out/);
  });

  it('says how many predictions were not compared', () => {
    const record = syntheticRun({
      expect: expectations,
      outcomes: (_, sent) => ({ correct: sent }),
    });
    const check = checkOf(judge(withAnswers(record, 25_000, healthy)).checks, 'consistent');
    expect(check.observed).toMatch(
      /^1\d,\d{3} rows got .*; \d\d,\d{3} predictions for further rows/,
    );
  });

  it('judges what a run that was killed left', () => {
    const verdict = judge(killedAt(run(stale), 120));
    expect(checkOf(verdict.checks, 'consistent')).toMatchObject({
      status: 'fail',
      reason: 'predictions-differ',
    });
  });
});

/** One line is gone, for example because it was unreadable. */
function withoutLine(record: RunRecord): RunRecord {
  const gone = record.load.find(({ type }) => type === 'answers');
  return { ...record, load: record.load.filter((event) => event !== gone) };
}

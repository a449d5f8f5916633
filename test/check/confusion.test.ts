import { describe, expect, test } from 'vitest';
import { buildReport } from '../../src/check/build-report.ts';
import type { CheckContext, CheckResult } from '../../src/check/check-report.ts';
import { confusionOf, nameMistakes } from '../../src/check/confusion.ts';

function result(
  expected: string | null,
  predicted: string | null,
  outcome: CheckResult['outcome'] = expected === predicted ? 'correct' : 'wrong',
): CheckResult {
  return { row: 1, name: null, expected, predicted, outcome, detail: null, notes: [] };
}

describe('the confusion matrix', () => {
  test('counts every pair, and missing predictions separately', () => {
    const results = [
      result('a', 'a'),
      result('a', 'b'),
      result('a', 'b'),
      result('b', null, 'timeout'),
      result(null, 'a', 'unlabelled'),
      result('a', null, 'not-sent'),
    ];
    const confusion = confusionOf(results, ['a', 'b', 'c']);
    expect(confusion).toEqual({
      labels: ['a', 'b', 'c'],
      counts: [
        [1, 2, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      unpredicted: [0, 1, 0],
    });
    expect(nameMistakes(confusion)).toBe('a as b 2 times');
  });

  test('includes labels that the dataset does not have', () => {
    expect(confusionOf([result('a', 'z')], ['a']).labels).toEqual(['a', 'z']);
  });

  test('shows only occurring labels, in order, when there are many', () => {
    const labels = Array.from({ length: 133 }, (_, index) => String(index));
    const { labels: shown } = confusionOf([result('13', '7'), result('100', '13')], labels);
    expect(shown).toEqual(['7', '13', '100']);
  });

  test('names the most frequent mistakes and indicates more', () => {
    const results = ['b', 'b', 'c', 'd', 'e'].map((predicted) => result('a', predicted));
    expect(nameMistakes(confusionOf(results, []), 2)).toBe('a as b 2 times, a as c once, ...');
  });
});

describe('the status of a check', () => {
  const context: CheckContext = {
    scenario: 'wine',
    system: 'wine',
    environment: 'local',
    target: 'http://127.0.0.1:1',
    way: 'http',
    onStandIn: false,
    source: { kind: 'rows', choice: 'all', datasetRows: 3, seed: null },
    minShare: null,
    minShareFrom: null,
  };
  test.each<[string, CheckResult[], string]>([
    ['all correct', [result('a', 'a'), result('b', 'b')], 'pass'],
    ['one wrong', [result('a', 'a'), result('b', 'a')], 'fail'],
    ['one without a prediction', [result('a', 'a'), result('b', null, 'timeout')], 'fail'],
    ['one not sent', [result('a', 'a'), result(null, null, 'not-sent')], 'inconclusive'],
    ['one without a label', [result('a', 'a'), result(null, 'a', 'unlabelled')], 'inconclusive'],
    ['wrong and not sent', [result('a', 'b'), result(null, null, 'not-sent')], 'fail'],
    ['one of a row without a label', [result('a', 'a'), result(null, 'a', 'well-formed')], 'pass'],
    ['none but of rows without a label', [result(null, 'a', 'well-formed')], 'pass'],
    ['nothing asked', [], 'inconclusive'],
  ])('%s: %s', (_, results, status) => {
    expect(buildReport(context, results, ['a', 'b'], false).status).toBe(status);
  });

  test('computes accuracy with its interval from predictions only', () => {
    const results = [result('a', 'a'), result('a', 'a'), result('a', null, 'timeout')];
    const { accuracy } = buildReport(context, results, ['a'], false);
    expect(accuracy).toMatchObject({ share: 1, high: 1 });
    // 2 of 2: Wilson's lower bound is 2 / (2 + 1.96^2).
    expect(accuracy?.low).toBeCloseTo(2 / (2 + 1.959963984540054 ** 2), 10);
    expect(buildReport(context, [], ['a'], false).accuracy).toBeNull();
  });
});

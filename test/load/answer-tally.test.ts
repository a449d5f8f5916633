import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictionTable } from '../../src/analysis/row-predictions.ts';
import { AnswerTally, MAX_PREDICTIONS, MAX_ROWS } from '../../src/load/replay/answer-tally.ts';
import { type LoadAnswers, loadEventSchema } from '../../src/record/load-events.ts';

/** As it comes back from disk. */
function written(taken: ReturnType<AnswerTally['take']>, worker = 1): LoadAnswers {
  const line = { type: 'answers', worker, startMs: 1_000 * taken!.second, ...taken };
  return loadEventSchema.parse(JSON.parse(JSON.stringify(line))) as LoadAnswers;
}

const bytesOf = (line: LoadAnswers) => JSON.stringify(line).length;

test('whatever workers see in whatever seconds, their lines add up to it', () => {
  const answer = fc.record({
    worker: fc.integer({ min: 1, max: 3 }),
    afterSeconds: fc.integer({ min: 0, max: 4 }),
    row: fc.integer({ min: 1, max: 6 }),
    predicted: fc.constantFrom('0', '1', '__proto__', ' ', null),
    outcome: fc.constantFrom('correct', 'wrong'),
    isFlushed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 80 }), (answers) => {
      const tallies = new Map([1, 2, 3].map((worker) => [worker, new AnswerTally()]));
      const lines: LoadAnswers[] = [];
      const take = (worker: number, endSecond: number) => {
        const taken = tallies.get(worker)!.take(endSecond);
        if (taken !== null) lines.push(written(taken, worker));
      };
      const expected = new Map<string, { count: number; first: number; last: number }>();
      let second = 0;
      for (const { worker, afterSeconds, row, predicted, outcome, isFlushed } of answers) {
        second += afterSeconds;
        tallies.get(worker)!.record(second, row, predicted, outcome);
        const key = JSON.stringify([row, predicted, outcome === 'correct']);
        const known = expected.get(key) ?? { count: 0, first: second, last: second };
        expected.set(key, { ...known, count: known.count + 1, last: second });
        // A line covers whole seconds: the next answer is of a later one.
        if (!isFlushed) continue;
        second += 1;
        take(worker, second);
      }
      for (const worker of tallies.keys()) take(worker, second + 1);
      // Files of several workers are interleaved in any order.
      const table = predictionTable(lines.toReversed())!;
      const seen = table.rows.flatMap(({ row, predictions }) =>
        predictions.map(
          ({ predicted, isCorrect, count, firstSecond: first, lastSecond: last, firstMs }) => {
            expect(firstMs).toBe(1_000 * first);
            return [JSON.stringify([row, predicted, isCorrect]), { count, first, last }] as const;
          },
        ),
      );
      expect(new Map(seen)).toEqual(expected);
      expect(table.count).toBe(answers.length);
    }),
  );
});

describe('whatever the dataset and the target are like', () => {
  test('rows beyond the bound are left out, and counted', () => {
    const tally = new AnswerTally();
    for (let row = 1; row <= 3 * MAX_ROWS; row += 1) tally.record(0, row, 'a', 'correct');
    tally.record(1, 1, 'a', 'correct');
    const { leftOut, groups } = tally.take(2)!;
    expect(leftOut).toBe(2 * MAX_ROWS);
    expect(groups[0]!.rows).toHaveLength(MAX_ROWS);
    expect(groups[0]!.counts[0]).toBe(2);
    for (let row = 1; row <= 2 * MAX_ROWS; row += 1) tally.record(3, row, 'a', 'correct');
    expect(tally.take(4)).toMatchObject({ leftOut: MAX_ROWS });
  });

  test('of a model that never repeats itself a few predictions of a row are kept, and all are counted', () => {
    const tally = new AnswerTally();
    for (let n = 1; n <= 1_000; n += 1) tally.record(0, 7, `${n}`, n % 2 ? 'correct' : 'wrong');
    const table = predictionTable([written(tally.take(1))])!;
    expect(table.rows).toMatchObject([{ row: 7, count: 1_000, correct: 500 }]);
    // And one of each outcome without a text.
    expect(table.rows[0]!.predictions).toHaveLength(MAX_PREDICTIONS + 2);
  });

  test('long predictions are cut, and stay different where they differ', () => {
    const tally = new AnswerTally();
    const long = 'x'.repeat(200_000);
    for (const end of ['a', 'b', 'a']) tally.record(0, 1, long + end, 'correct');
    const line = written(tally.take(1));
    expect(bytesOf(line)).toBeLessThan(600);
    expect(line.groups.map(({ counts }) => counts)).toEqual([[2], [1]]);
    expect(line.groups[0]!.predicted).toMatch(/^x+\.\.\. \(200001 characters, SHA-256 \w+\)$/);
  });

  test.each([
    ['178 rows of three classes', 178, 3],
    ['178 rows, each with a number of its own', 178, 178],
    ['1,728 rows of four classes', 1_728, 4],
    ['as many rows as are kept', MAX_ROWS, 10],
  ])(
    '%s, at 1,000 requests/s: a line at most a minute apart, some 1 KB a second',
    (_, rows, classes) => {
      const tally = new AnswerTally();
      let bytes = 0;
      let since = 0;
      let request = 0;
      for (let second = 0; second < 600; second += 1) {
        for (let n = 0; n < 1_000; n += 1) {
          const row = 1 + ((request++ * 7_919) % rows);
          tally.record(second, row, `class ${row % classes}`, 'correct');
        }
        since += 1;
        if (!tally.isDue(second + 1)) continue;
        bytes += bytesOf(written(tally.take(second + 1)));
        expect(since).toBeGreaterThanOrEqual(5);
        expect(since).toBeLessThanOrEqual(60);
        since = 0;
      }
      expect(bytes / 600).toBeLessThan(2_500);
    },
  );
});

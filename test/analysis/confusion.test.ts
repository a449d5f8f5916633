import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Confusion, confusionOf } from '../../src/analysis/confusion.ts';
import { predictionTable } from '../../src/analysis/row-predictions.ts';
import { AnswerTally } from '../../src/load/replay/answer-tally.ts';
import { type LoadAnswers, loadEventSchema } from '../../src/record/load-events.ts';

interface Told {
  readonly row: number;
  readonly predicted: string | null;
  readonly outcome: 'correct' | 'wrong';
  /** Undefined: the sender does not know it. */
  readonly label?: string;
}

/** As a worker writes it and a report reads it back. */
function confusion(answers: readonly Told[]): Confusion | null {
  const tally = new AnswerTally();
  for (const { row, predicted, outcome, label } of answers) {
    tally.record(0, row, predicted, outcome, label);
  }
  const taken = tally.take(1);
  if (taken === null) return confusionOf(predictionTable([]));
  const line = { type: 'answers', worker: 1, startMs: 0, ...taken };
  return confusionOf(
    predictionTable([loadEventSchema.parse(JSON.parse(JSON.stringify(line))) as LoadAnswers]),
  );
}

const answer = (row: number, predicted: string | null, label?: string): Told => ({
  ...{ row, predicted },
  outcome: predicted === label || label === '' ? 'correct' : 'wrong',
  ...(label === undefined ? {} : { label }),
});

describe('confusionOf', () => {
  it('counts each class that was predicted for each expected one', () => {
    expect(
      confusion([
        answer(1, 'setosa', 'setosa'),
        answer(1, 'setosa', 'setosa'),
        answer(2, 'virginica', 'versicolor'),
        answer(3, 'virginica', 'versicolor'),
        answer(3, 'versicolor', 'versicolor'),
        answer(4, null, 'setosa'),
      ]),
    ).toEqual({
      labels: [
        { label: 'setosa', asked: 3, correct: 2 },
        { label: 'versicolor', asked: 3, correct: 1 },
        { label: 'virginica', asked: 0, correct: 0 },
      ],
      confusions: [
        { expected: 'versicolor', predicted: 'virginica', count: 2 },
        { expected: 'setosa', predicted: null, count: 1 },
      ],
      ...{ labelsLeftOut: 0, confusionsLeftOut: 0, withoutLabel: [], unknownLabel: 0 },
    });
  });

  it('orders numbers as numbers', () => {
    const labels = ['10', '2', '1'];
    const found = confusion(labels.map((label, index) => answer(index + 1, label, label)));
    expect(found!.labels.map(({ label }) => label)).toEqual(['1', '2', '10']);
  });

  it('keeps rows without a label apart: their answers are correct whatever they are', () => {
    expect(confusion([answer(1, '45', ''), answer(1, '45', ''), answer(1, '7', '')])).toMatchObject(
      {
        labels: [],
        withoutLabel: [
          { predicted: '45', count: 2 },
          { predicted: '7', count: 1 },
        ],
      },
    );
  });

  it('takes the label of an older record from a correct answer to the same row, and guesses none', () => {
    const told: Told[] = [
      { row: 1, predicted: '0', outcome: 'correct' },
      { row: 1, predicted: '2', outcome: 'wrong' },
      { row: 2, predicted: '1', outcome: 'wrong' },
    ];
    expect(confusion(told)).toMatchObject({
      confusions: [{ expected: '0', predicted: '2', count: 1 }],
      unknownLabel: 1,
    });
  });

  it('is null without a prediction', () => {
    expect(confusionOf(null)).toBeNull();
    expect(confusion([])).toBeNull();
  });

  it('accounts for every prediction, of whatever number of classes, in bounded size', () => {
    const told = fc.record({
      row: fc.integer({ min: 1, max: 300 }),
      predicted: fc.option(fc.integer({ min: 0, max: 132 }).map(String)),
    });
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 600 }), (answers) => {
        const labelOf = (row: number) => (row % 7 === 0 ? '' : String(row % 133));
        const found = confusion(
          answers.map(({ row, predicted }) => answer(row, predicted, labelOf(row))),
        )!;
        expect(found.labels.length).toBeLessThanOrEqual(50);
        expect(found.confusions.length).toBeLessThanOrEqual(100);
        const sum = (of: readonly { readonly count: number }[]) =>
          of.reduce((all, { count }) => all + count, 0);
        const labelled = answers.filter(({ row }) => labelOf(row) !== '');
        const wrong = labelled.filter(({ row, predicted }) => predicted !== labelOf(row));
        expect(sum(found.confusions) + found.confusionsLeftOut).toBe(wrong.length);
        if (found.labelsLeftOut === 0) {
          expect(found.labels.reduce((all, { asked }) => all + asked, 0)).toBe(labelled.length);
        }
      }),
    );
  });
});

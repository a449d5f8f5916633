import { describe, expect, it } from 'vitest';
import { predictionsSection } from '../../src/report/html/predictions-section.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { verdict } from './sample.ts';

type Predictions = NonNullable<Verdict['predictions']>;

const NONE: Predictions = {
  ...{ labels: [], labelsLeftOut: 0, confusions: [], confusionsLeftOut: 0 },
  ...{ withoutLabel: [], unknownLabel: 0 },
};

const shown = (predictions: Predictions | null) =>
  predictionsSection({ ...verdict, predictions })?.text ?? null;

/** The text of each cell, row by row. */
const cells = (page: string) =>
  [...page.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, text]) => text),
  );

describe('the predictions', () => {
  it('of few classes are a matrix with a heading for each row and column', () => {
    const page = shown(verdict.predictions)!;
    expect(cells(page)).toEqual([
      ['Expected', '0', '1', '2', 'Correct'],
      ['0', '31,000', '0', '0', '100\u00a0%'],
      ['1', '1,240', '35,825', '435', expect.stringMatching(/^95\./)],
      ['2', '0', '300', '25,200', expect.stringMatching(/^98\./)],
    ]);
    expect(page.match(/<th scope="row">/g)).toHaveLength(3);
    expect(page.match(/<th scope="col"/g)).toHaveLength(5);
    expect(page).toContain('<td class="number is-right shade-5">35,825</td>');
    expect(page).toContain('<td class="number is-wrong shade-1">435</td>');
  });

  it('of many classes are a list of the most frequent confusions', () => {
    const labels = Array.from({ length: 50 }, (_, label) => ({
      ...{ label: String(label), asked: 100, correct: 70 },
    }));
    const confusions = labels.map(({ label }, index) => ({
      ...{ expected: label, predicted: index === 0 ? null : '7', count: 50 - index },
    }));
    const page = shown({ ...NONE, labels, labelsLeftOut: 83, confusions, confusionsLeftOut: 5 })!;
    expect(cells(page)).toHaveLength(21);
    expect(cells(page)[1]).toEqual(['0', 'other', '50', '50\u00a0%']);
    expect(page).toContain('of 133 classes');
    // 30 + 29 + ... + 1, and what the verdict leaves out.
    expect(page).toContain('And 470 rarer ones.');
  });

  it('of rows without a label are named, and compared with nothing', () => {
    const page = shown({ ...NONE, withoutLabel: [{ predicted: '45', count: 436 }] })!;
    expect(page).not.toContain('<table');
    expect(page).toContain('any answer counts as correct. Predicted: 45 (436 times).');
  });

  it('say where the record does not tell the label', () => {
    expect(shown({ ...NONE, unknownLabel: 12 })).toContain('12 wrong predictions are of rows');
  });

  it('are left out where none is on record', () => {
    expect(shown(null)).toBeNull();
  });
});

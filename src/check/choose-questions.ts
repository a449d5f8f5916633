/** Chooses the dataset rows to check. */
import { chooseDistinctRows } from '../dataset/choose-distinct.ts';
import { UserError } from '../input/user-error.ts';
import type { CheckSource } from './check-report.ts';
import { type Question, rowQuestion } from './question.ts';
import type { Subject } from './subject.ts';

export type RowChoice =
  | { readonly kind: 'random'; readonly count: number; readonly seed: number }
  /** Row numbers, from 1. */
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'all' };

export interface Chosen {
  readonly questions: readonly Question[];
  readonly source: CheckSource;
}

/** @throws UserError when the dataset does not have these rows, or not enough */
export function chooseQuestions(subject: Subject, choice: RowChoice): Chosen {
  const { rows, system } = subject;
  const indices = chooseIndices(choice, rows.length, system.id);
  return {
    questions: indices.map((index) => rowQuestion(subject, rows[index]!)),
    source: {
      kind: 'rows',
      choice: choice.kind,
      datasetRows: rows.length,
      seed: choice.kind === 'random' ? choice.seed : null,
    },
  };
}

function chooseIndices(choice: RowChoice, rowCount: number, system: string): number[] {
  switch (choice.kind) {
    case 'all':
      return Array.from({ length: rowCount }, (_, index) => index);
    case 'random':
      if (choice.count <= rowCount) return chooseDistinctRows(choice.seed, choice.count, rowCount);
      throw new UserError(
        `--rows ${choice.count}: the dataset of ${system} has ${rowCount} rows; use a smaller number, or --all.`,
      );
    case 'numbers': {
      const missing = choice.numbers.find((number) => number > rowCount);
      if (missing === undefined) {
        return [...new Set(choice.numbers)].sort((a, b) => a - b).map((number) => number - 1);
      }
      throw new UserError(
        `--row ${missing}: the dataset of ${system} has rows 1 to ${rowCount}; choose one of them.`,
      );
    }
  }
}

/** Which class was predicted for which: the confusion matrix of a load, in what fits a report. */
import type { PredictionTable, RowPredictions } from './row-predictions.ts';

export interface LabelCount {
  readonly label: string;
  /** Predictions for rows of this label. */
  readonly asked: number;
  readonly correct: number;
}

export interface Confused {
  readonly expected: string;
  /** Null where its text was not kept. */
  readonly predicted: string | null;
  readonly count: number;
}

export interface Confusion {
  /** In the order of their names; also what was only predicted. */
  readonly labels: readonly LabelCount[];
  /** Further labels, those with the fewest wrong predictions. */
  readonly labelsLeftOut: number;
  /** Wrong predictions, most frequent first. */
  readonly confusions: readonly Confused[];
  /** Wrong predictions of rarer kinds. */
  readonly confusionsLeftOut: number;
  /** For rows without a label any answer is correct: how often each class was predicted, most frequent first. */
  readonly withoutLabel: readonly { readonly predicted: string | null; readonly count: number }[];
  /** Wrong predictions for rows whose label the record does not tell. */
  readonly unknownLabel: number;
}

const MOST_LABELS = 50;
/** All that ten labels can give. */
const MOST_CONFUSIONS = 100;
const MOST_WITHOUT_LABEL = 20;

/** @returns null without a prediction */
export function confusionOf(table: PredictionTable | null): Confusion | null {
  if (table === null || table.count === 0) return null;
  const labelled = table.rows.filter(({ expected }) => expected !== null && expected !== '');
  const confusions = confusionsOf(labelled);
  const labels = labelsOf(labelled, confusions);
  const kept = new Set(
    labels.toSorted((one, other) => wrongs(other) - wrongs(one)).slice(0, MOST_LABELS),
  );
  return {
    labels: labels.filter((label) => kept.has(label)),
    labelsLeftOut: labels.length - kept.size,
    confusions: confusions.slice(0, MOST_CONFUSIONS),
    confusionsLeftOut: sum(confusions.slice(MOST_CONFUSIONS)),
    withoutLabel: withoutLabel(table.rows).slice(0, MOST_WITHOUT_LABEL),
    unknownLabel: table.rows
      .filter(({ expected }) => expected === null)
      .reduce((all, { count }) => all + count, 0),
  };
}

function confusionsOf(rows: readonly RowPredictions[]): Confused[] {
  const found = new Map<string, Confused>();
  for (const { expected, predictions } of rows) {
    for (const { predicted, isCorrect, count } of predictions) {
      if (isCorrect) continue;
      const key = JSON.stringify([expected, predicted]);
      const before = found.get(key)?.count ?? 0;
      found.set(key, { expected: expected!, predicted, count: before + count });
    }
  }
  return [...found.values()].sort(
    (one, other) =>
      other.count - one.count ||
      byName(one.expected, other.expected) ||
      byName(one.predicted ?? '', other.predicted ?? ''),
  );
}

function labelsOf(rows: readonly RowPredictions[], confusions: readonly Confused[]): LabelCount[] {
  const found = new Map<string, { asked: number; correct: number }>();
  const of = (label: string) => {
    const known = found.get(label) ?? { asked: 0, correct: 0 };
    found.set(label, known);
    return known;
  };
  for (const { expected, count, correct } of rows) {
    const label = of(expected!);
    label.asked += count;
    label.correct += correct;
  }
  for (const { predicted } of confusions) if (predicted !== null) of(predicted);
  return [...found]
    .map(([label, counts]) => ({ label, ...counts }))
    .sort((one, other) => byName(one.label, other.label));
}

function withoutLabel(rows: readonly RowPredictions[]): Confusion['withoutLabel'][number][] {
  const found = new Map<string | null, number>();
  for (const { expected, predictions } of rows) {
    if (expected !== '') continue;
    for (const { predicted, count } of predictions) {
      found.set(predicted, (found.get(predicted) ?? 0) + count);
    }
  }
  return [...found]
    .map(([predicted, count]) => ({ predicted, count }))
    .sort((one, other) => other.count - one.count);
}

/** 2 before 10. */
function byName(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function wrongs({ asked, correct }: LabelCount): number {
  return asked - correct;
}

function sum(items: readonly { readonly count: number }[]): number {
  return items.reduce((all, { count }) => all + count, 0);
}

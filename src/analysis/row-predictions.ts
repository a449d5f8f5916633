/** Merges the predictions of each dataset row over all workers. */
import type { LoadAnswers, LoadEvent } from '../record/load-events.ts';

export interface Prediction {
  /** Null if its text was not kept. */
  readonly predicted: string | null;
  readonly isCorrect: boolean;
  readonly count: number;
  /** Seconds of the load, from 0. */
  readonly firstSecond: number;
  readonly lastSecond: number;
  /** Start of `firstSecond`, local epoch ms. */
  readonly firstMs: number;
}

export interface RowPredictions {
  /** Row number in the dataset, from 1. */
  readonly row: number;
  /** Distinct, ordered by first occurrence; at least one. */
  readonly predictions: readonly Prediction[];
  readonly count: number;
  readonly correct: number;
  /**
   * The row's label; empty where it has none. Where the record does not say, that of a correct prediction; null
   * without one.
   */
  readonly expected: string | null;
}

export interface PredictionTable {
  /** Ordered by row number. */
  readonly rows: readonly RowPredictions[];
  /** Predictions in the table. */
  readonly count: number;
  /** Predictions for rows beyond the table's limit. */
  readonly leftOut: number;
}

/** @returns null without `answers` lines: an older record, or a run without predictions */
export function predictionTable(load: readonly LoadEvent[]): PredictionTable | null {
  const lines = load.filter((event): event is LoadAnswers => event.type === 'answers');
  return lines.length === 0 ? null : tableOf(lines);
}

/** The table of the lines that lie wholly within `seconds`; a line may cover a minute. */
export function predictionTableOf(
  load: readonly LoadEvent[],
  seconds: ReadonlySet<number>,
): PredictionTable {
  const isWithin = ({ second, seconds: length }: LoadAnswers) => {
    for (let at = second; at < second + length; at += 1) if (!seconds.has(at)) return false;
    return true;
  };
  return tableOf(
    load.filter((event): event is LoadAnswers => event.type === 'answers' && isWithin(event)),
  );
}

function tableOf(lines: readonly LoadAnswers[]): PredictionTable {
  const byRow = new Map<number, Map<string, Prediction>>();
  const labels = new Map<number, string>();
  for (const line of lines) {
    for (const group of line.groups) {
      const label = labelOf(group);
      const key = `${group.outcome} ${JSON.stringify(group.predicted)}`;
      for (const [index, row] of group.rows.entries()) {
        const known = byRow.get(row) ?? new Map<string, Prediction>();
        byRow.set(row, known);
        if (label !== null) labels.set(row, label);
        known.set(key, merged(known.get(key), predictionOf(line, group, index)));
      }
    }
  }
  const rows = [...byRow]
    .sort(([left], [right]) => left - right)
    .map(([row, predictions]) => rowOf(row, [...predictions.values()], labels.get(row) ?? null));
  return {
    rows,
    count: rows.reduce((sum, { count }) => sum + count, 0),
    leftOut: lines.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}

function predictionOf(
  { second, startMs }: LoadAnswers,
  { predicted, outcome, counts, first, last }: LoadAnswers['groups'][number],
  index: number,
): Prediction {
  return {
    predicted,
    isCorrect: outcome === 'correct',
    count: counts[index]!,
    firstSecond: second + first[index]!,
    lastSecond: second + last[index]!,
    firstMs: startMs + first[index]! * 1_000,
  };
}

function merged(one: Prediction | undefined, other: Prediction): Prediction {
  if (one === undefined) return other;
  const earlier = one.firstSecond <= other.firstSecond ? one : other;
  return {
    ...earlier,
    count: one.count + other.count,
    lastSecond: Math.max(one.lastSecond, other.lastSecond),
  };
}

function labelOf({ predicted, outcome, expected }: LoadAnswers['groups'][number]): string | null {
  return expected ?? (outcome === 'correct' ? predicted : null);
}

function rowOf(row: number, predictions: Prediction[], expected: string | null): RowPredictions {
  const sum = (of: readonly Prediction[]) => of.reduce((total, { count }) => total + count, 0);
  return {
    row,
    predictions: predictions.sort((left, right) => left.firstSecond - right.firstSecond),
    count: sum(predictions),
    correct: sum(predictions.filter(({ isCorrect }) => isCorrect)),
    expected,
  };
}

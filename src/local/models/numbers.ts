/** Models whose rows are numbers: a random forest over all columns but the last. */
import { accuracy, type ForestOptions, readFixture, trainForest } from './forest.ts';
import type { Model } from './model.ts';

export interface NumbersDataset {
  readonly fixture: string;
  readonly features: number;
  /** Labels as the file writes them, in the order the model numbers them. */
  readonly labels: readonly string[];
}

export function trainOnNumbers(dataset: NumbersDataset, options: ForestOptions): Model {
  const { features: width, labels } = dataset;
  const rows = readFixture(dataset.fixture);
  const features = rows.map((cells) => cells.slice(0, width).map(Number));
  const classes = rows.map((cells) => labels.indexOf(cells[width]!));
  const forest = trainForest(features, classes, options);
  return {
    classes: labels.length,
    trainingAccuracy: accuracy(forest, features, classes),
    rowShape: `${width} comma-separated numbers`,
    predict: (line) => {
      const row = parseNumbers(line, width);
      return row && forest(row);
    },
  };
}

/** One CSV line of exactly so many numbers; undefined when it is anything else. */
export function parseNumbers(line: string, width: number): number[] | undefined {
  const cells = line.split(',', width + 1);
  if (cells.length !== width) return undefined;
  const numbers: number[] = [];
  for (const cell of cells) {
    const value = Number(cell);
    // Number('') is 0: an empty cell is not a number.
    if (!Number.isFinite(value) || cell.trim() === '') return undefined;
    numbers.push(value);
  }
  return numbers;
}

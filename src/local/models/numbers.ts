/** The wine and iris models, whose rows are numbers: random forests over all columns but the last. */
import { accuracy, type ForestOptions, once, readFixture, trainForest } from './forest.ts';
import type { Model } from './model.ts';

interface NumbersDataset {
  readonly fixture: string;
  readonly features: number;
  /** Labels as written in the file, indexed by the model's class numbers. */
  readonly labels: readonly string[];
}

function trainOnNumbers(dataset: NumbersDataset, options: ForestOptions): Model {
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

/** Parses a CSV line of exactly `width` numbers; undefined for anything else. */
function parseNumbers(line: string, width: number): number[] | undefined {
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

const FOREST: ForestOptions = { trees: 15, maxFeatures: 0.8, seed: 3, bagging: true };

/**
 * Trains once per process, in about 0.25 s; a prediction takes about 10 microseconds. Training accuracy
 * 1. The system it stands in for serves gradient-boosted trees.
 */
export const wineModel = once(() =>
  trainOnNumbers({ fixture: 'wine.csv', features: 13, labels: ['0', '1', '2'] }, FOREST),
);

const IRIS: NumbersDataset = {
  fixture: 'iris.csv',
  features: 4,
  // The system's class numbers, which do not follow the file's order.
  labels: ['setosa', 'virginica', 'versicolor'],
};

/** Training accuracy 149/150. */
export const irisModel = once(() => trainOnNumbers(IRIS, FOREST));

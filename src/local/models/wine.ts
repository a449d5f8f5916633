/**
 * The wine model: a random forest trained at start on the 178 rows of the dataset. The system it
 * stands in for serves gradient-boosted trees; trees they both are.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { RandomForestClassifier } from 'ml-random-forest';

const FIXTURE = new URL('../../../fixtures/wine.csv', import.meta.url);
const FEATURES = 13;

export interface WineModel {
  /** Share of the training rows it gets right, 0..1: 1 with the shipped data and seed. */
  readonly trainingAccuracy: number;
  /** @returns the cultivar, 0..2. Takes about 10 microseconds. */
  predict(features: readonly number[]): number;
}

let trained: WineModel | undefined;

/** Trains once a process, in about a quarter of a second. */
export function wineModel(): WineModel {
  trained ??= train(readFileSync(FIXTURE, 'utf8'));
  return trained;
}

/** @param csv a header line, then 13 numbers and the cultivar a line */
function train(csv: string): WineModel {
  const rows = parse(csv, { from_line: 2 }).map((cells) => cells.map(Number));
  const features = rows.map((row) => row.slice(0, FEATURES));
  const cultivars = rows.map((row) => row[FEATURES]!);
  const forest = new RandomForestClassifier({
    seed: 3,
    nEstimators: 15,
    maxFeatures: 0.8,
    replacement: true,
    // The out-of-bag estimate is not used, and with few trees some rows are in every bag.
    noOOB: true,
  });
  forest.train(features, cultivars);
  const right = forest.predict(features).filter((guess, i) => guess === cultivars[i]).length;
  return {
    trainingAccuracy: right / rows.length,
    predict: (row) => forest.predict([[...row]])[0]!,
  };
}

/** One CSV line of 13 numbers; undefined when it is anything else. */
export function parseFeatures(line: string): number[] | undefined {
  const cells = line.split(',', FEATURES + 1);
  if (cells.length !== FEATURES) return undefined;
  const features: number[] = [];
  for (const cell of cells) {
    const value = Number(cell);
    // Number('') is 0: an empty cell is not a number.
    if (!Number.isFinite(value) || cell.trim() === '') return undefined;
    features.push(value);
  }
  return features;
}

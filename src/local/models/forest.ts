/** Random forests on the shipped datasets, and how a dataset is read for them. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { RandomForestClassifier } from 'ml-random-forest';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

export interface ForestOptions {
  readonly trees: number;
  /** Share of the features a tree sees, or their number. */
  readonly maxFeatures: number;
  readonly seed: number;
  /** Whether a tree sees a sample of the rows, and may draw a feature twice. */
  readonly bagging: boolean;
  /** Grow every tree until its leaves are pure. */
  readonly deep?: boolean;
}

export type Forest = (features: readonly number[]) => number;

/** The same options and rows give the same forest. */
export function trainForest(
  features: number[][],
  classes: number[],
  options: ForestOptions,
): Forest {
  const forest = new RandomForestClassifier({
    seed: options.seed,
    nEstimators: options.trees,
    maxFeatures: options.maxFeatures,
    replacement: options.bagging,
    useSampleBagging: options.bagging,
    // The out-of-bag estimate is not used, and with few trees some rows are in every bag.
    noOOB: true,
    ...(options.deep && { treeOptions: { minNumSamples: 1, gainThreshold: 0 } }),
  });
  forest.train(features, classes);
  return (row) => forest.predict([[...row]])[0]!;
}

/** The cells of a dataset under `fixtures/`, without its header line. */
export function readFixture(file: string): string[][] {
  return parse(readFileSync(new URL(file, FIXTURES), 'utf8'), { from_line: 2 });
}

/** @returns the share of rows whose class the forest finds, 0..1 */
export function accuracy(forest: Forest, features: number[][], classes: number[]): number {
  const right = features.filter((row, index) => forest(row) === classes[index]).length;
  return right / features.length;
}

/** Runs once a process: training takes a fraction of a second. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Trains random forests on the datasets in `fixtures/`. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { RandomForestClassifier } from 'ml-random-forest';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

export interface ForestOptions {
  readonly trees: number;
  /** Share or number of the features each tree sees. */
  readonly maxFeatures: number;
  readonly seed: number;
  /** Whether each tree sees a sample of the rows and may draw a feature twice. */
  readonly bagging: boolean;
  /** Grow every tree until its leaves are pure. */
  readonly deep?: boolean;
}

export type Forest = (features: readonly number[]) => number;

/** Deterministic: the same options and rows give the same forest. */
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
    // The out-of-bag estimate is unused, and with few trees some rows are in every bag.
    noOOB: true,
    ...(options.deep && { treeOptions: { minNumSamples: 1, gainThreshold: 0 } }),
  });
  forest.train(features, classes);
  return (row) => forest.predict([[...row]])[0]!;
}

/** Reads the cells of a dataset in `fixtures/`, without its header line. */
export function readFixture(file: string): string[][] {
  return parse(readFileSync(new URL(file, FIXTURES), 'utf8'), { from_line: 2 });
}

/** @returns the share of rows the forest classifies correctly, 0..1 */
export function accuracy(forest: Forest, features: number[][], classes: number[]): number {
  const right = features.filter((row, index) => forest(row) === classes[index]).length;
  return right / features.length;
}

/** Runs `make` only once per process, because training takes a fraction of a second. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

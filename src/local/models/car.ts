/**
 * The car model: decision trees over the full grid of 4 x 4 x 4 x 3 x 3 x 3 cars, each word encoded
 * by its rank (`low` 0, `med` 1, `high` 2...).
 *
 * The library considers every row as a split point, which is quadratic in the rows: training on all
 * 1,728 takes many seconds. So the rows are first split by the two features at the root of any tree of
 * this data, persons and safety, and each of their nine combinations gets its own tree.
 */
import { accuracy, type Forest, once, readFixture, trainForest } from './forest.ts';
import type { Model } from './model.ts';

/** In column order, each from worst to best or least to most. */
const VOCABULARY: readonly (readonly string[])[] = [
  ['low', 'med', 'high', 'vhigh'],
  ['low', 'med', 'high', 'vhigh'],
  ['2', '3', '4', '5more'],
  ['2', '4', 'more'],
  ['small', 'med', 'big'],
  ['low', 'med', 'high'],
];
const PERSONS = 3;
const SAFETY = 5;

/** Indexed by the model's class numbers. */
export const CAR_LABELS = ['unacc', 'acc', 'good', 'vgood'] as const;

/** Trains once per process, in about 0.1 s. Training accuracy 1,691/1,728 = 97.9 %. */
export const carModel = once((): Model => {
  const rows = readFixture('car.csv');
  const features = rows.map((cells) => encode(cells.slice(0, -1))!);
  const classes = rows.map((cells) => (CAR_LABELS as readonly string[]).indexOf(cells.at(-1)!));
  const forest = trainParts(features, classes);
  return {
    classes: CAR_LABELS.length,
    trainingAccuracy: accuracy(forest, features, classes),
    rowShape: 'six words of the vocabulary: buying,maint,doors,persons,lug_boot,safety',
    predict: (line) => {
      const row = encode(line.split(',', VOCABULARY.length + 1));
      return row && forest(row);
    },
  };
});

function trainParts(features: number[][], classes: number[]): Forest {
  const parts = Map.groupBy(features.keys(), (index) => partOf(features[index]!));
  const forests = new Map<number, Forest>();
  for (const [part, indices] of parts) {
    const partClasses = indices.map((index) => classes[index]!);
    const only = new Set(partClasses).size === 1 ? partClasses[0] : undefined;
    const rows = indices.map((index) => features[index]!);
    const options = { trees: 1, maxFeatures: VOCABULARY.length, seed: 3, bagging: false };
    forests.set(
      part,
      // Nothing to learn: all two-person cars and all unsafe cars are unacceptable.
      only === undefined ? trainForest(rows, partClasses, { ...options, deep: true }) : () => only,
    );
  }
  return (row) => forests.get(partOf(row))!(row);
}

const partOf = (row: readonly number[]) => 10 * row[PERSONS]! + row[SAFETY]!;

/** @returns undefined unless every cell is a word of its column */
function encode(cells: readonly string[]): number[] | undefined {
  if (cells.length !== VOCABULARY.length) return undefined;
  const ranks = cells.map((cell, column) => VOCABULARY[column]!.indexOf(cell));
  return ranks.includes(-1) ? undefined : ranks;
}

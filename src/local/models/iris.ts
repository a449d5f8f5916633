/**
 * The iris model: a random forest trained at start on the 150 rows of the dataset. It numbers the
 * species as the system does: virginica is 1 and versicolor 2, not the order of the file.
 */
import { once } from './forest.ts';
import { trainOnNumbers } from './numbers.ts';

const DATASET = {
  fixture: 'iris.csv',
  features: 4,
  labels: ['setosa', 'virginica', 'versicolor'],
};

/** Training accuracy 149/150. */
export const irisModel = once(() =>
  trainOnNumbers(DATASET, { trees: 15, maxFeatures: 0.8, seed: 3, bagging: true }),
);

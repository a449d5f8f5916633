/** The stand-in's model interface: a CSV line in, a class number out. */
import { hashOfText, mix } from './text-hash.ts';

export interface Model {
  /** Number of classes; they are numbered from 0. */
  readonly classes: number;
  /** Share of training rows it classifies correctly, 0..1. */
  readonly trainingAccuracy: number;
  /** Expected row format, to complete "a row must be ...". */
  readonly rowShape: string;
  /** @returns the class of one CSV line; undefined when the line is not a valid row */
  predict(line: string): number | undefined;
}

/**
 * Swaps the model's classes 1 and 2: a mistake that leaves every answer well-formed, as when a client
 * and a model number their labels differently. A test harness must notice it.
 */
export function swapLabels(model: Model): Model {
  return {
    ...model,
    predict: (line) => {
      const predicted = model.predict(line);
      return predicted === undefined ? undefined : swapLabel(predicted);
    },
  };
}

/** Swaps classes 1 and 2; every other class stays the same. */
export function swapLabel(predicted: number): number {
  return predicted === 1 ? 2 : predicted === 2 ? 1 : predicted;
}

/**
 * Prediction of an older version of the model: the next class for a share of the rows, otherwise the
 * same. Which rows differ depends only on the row.
 */
export function olderLabel(
  predicted: number,
  line: string,
  { classes, differingShare }: { readonly classes: number; readonly differingShare: number },
): number {
  const differs = mix(hashOfText(line)) / 2 ** 32 < differingShare;
  return differs ? (predicted + 1) % classes : predicted;
}

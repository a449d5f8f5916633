/** What the stand-in knows of a model: a line of CSV in, the number of a class out. */

export interface Model {
  /** Classes are numbered 0, 1, 2... up to this. */
  readonly classes: number;
  /** Share of the training rows it gets right, 0..1. */
  readonly trainingAccuracy: number;
  /** What a row must look like, to complete "a row must be ...". */
  readonly rowShape: string;
  /** @returns the class of one CSV line; undefined when the line is not a row */
  predict(line: string): number | undefined;
}

/**
 * The same model with classes 1 and 2 changing places: a mistake that leaves every answer well
 * formed, as when a client and a model number their labels differently. A harness must notice it.
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

/** Class 1 for 2 and 2 for 1; every other stays what it is. */
export function swapLabel(predicted: number): number {
  return predicted === 1 ? 2 : predicted === 2 ? 1 : predicted;
}

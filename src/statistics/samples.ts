/** What every comparison of two samples needs of them. */

/** @throws RangeError when one has no values, or one that is not finite. */
export function requireSamples(...samples: readonly (readonly number[])[]): void {
  for (const [index, sample] of samples.entries()) {
    const place = `Sample ${index + 1} of ${samples.length}`;
    if (sample.length === 0) {
      throw new RangeError(`${place} is empty; a comparison needs at least one value of each.`);
    }
    const wrong = sample.findIndex((value) => !Number.isFinite(value));
    if (wrong !== -1) {
      throw new RangeError(`${place} has ${sample[wrong]} at index ${wrong}; expected a number.`);
    }
  }
}

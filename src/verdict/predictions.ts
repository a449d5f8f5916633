/** The part of the verdict that says which class was predicted for which. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { confusionOf } from '../analysis/confusion.ts';

const count = z.int().nonnegative();

export const predictionsSchema = z.strictObject({
  labels: z
    .array(z.strictObject({ label: z.string(), asked: count, correct: count }))
    .describe('`asked`: predictions for rows of this label; 0 for what was only predicted.'),
  labelsLeftOut: count,
  confusions: z
    .array(z.strictObject({ expected: z.string(), predicted: z.string().nullable(), count }))
    .describe(
      'Wrong predictions, most frequent first; `predicted` is null where its text was not kept.',
    ),
  confusionsLeftOut: count.describe('Wrong predictions of rarer kinds.'),
  withoutLabel: z
    .array(z.strictObject({ predicted: z.string().nullable(), count }))
    .describe('For rows without a label, of which any answer is correct.'),
  unknownLabel: count.describe('Wrong predictions for rows whose label the record does not tell.'),
});

export function predictionsOf({ predictions }: Analysis): z.infer<typeof predictionsSchema> | null {
  const confusion = confusionOf(predictions);
  return (
    confusion && {
      ...confusion,
      labels: [...confusion.labels],
      confusions: [...confusion.confusions],
      withoutLabel: [...confusion.withoutLabel],
    }
  );
}

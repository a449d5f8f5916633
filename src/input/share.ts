/** Schema of shares: text such as `10%` is accepted wherever a number is. */
import { z } from 'zod';
import { shareOf } from './share-text.ts';

const error = 'expected a share from 0 to 1, or text such as 10%';

/** A key that is a share; its output is a number. */
export const shareOrPercent = z
  .union([z.number({ error }).min(0, { error }).max(1, { error }), z.string({ error })], { error })
  .transform((value) => (typeof value === 'number' ? value : (shareOf(value) ?? Number.NaN)))
  .refine((value) => !Number.isNaN(value), { error });

/**
 * Request field schemas for both protocols: JSON sends numbers, booleans and epoch seconds where Query
 * sends text.
 */
import { z } from 'zod';

const numeral = z
  .string()
  .regex(/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/, 'not a number')
  .transform(Number);

export const numberField = z.union([z.number(), numeral]);
export const integerField = numberField.refine(Number.isSafeInteger, 'not an integer');

export const booleanField = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);

/** Epoch seconds or ISO 8601; converted to epoch milliseconds. */
export const timestampField = z
  .union([
    z.number().transform((epochSeconds) => epochSeconds * 1000),
    numeral.transform((epochSeconds) => epochSeconds * 1000),
    z.string().transform((iso) => Date.parse(iso)),
  ])
  // The range of a Date: nothing beyond it can be sent back.
  .refine((ms) => Math.abs(ms) <= 8.64e15, 'not a timestamp');

/** Query writes an empty list as empty text. */
export function listField<Item extends z.ZodType>(item: Item, max: number) {
  return z.preprocess((value) => (value === '' ? [] : value), z.array(item).max(max));
}

export const nameField = z.string().min(1).max(1024);

/** Checks at run time that a user's module exports a `System`, since no compiler has seen that file. */
import { z } from 'zod';
import { complain } from '../input/complaints.ts';
import { WAYS } from './contract.ts';

const method = z.custom((value) => typeof value === 'function', 'expected a function');

const codec = z.looseObject({ encode: method, decode: method });

const column = z.looseObject({
  name: z.string().min(1),
  kind: z.enum(['number', 'category', 'text']),
  values: z.array(z.string()).optional(),
});

const systemShape = z
  .looseObject({
    // It stands in records and file names.
    id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/, 'expected letters, digits, ., _ and -'),
    title: z.string().min(1),
    dataset: z.looseObject({
      fixture: z.string().min(1),
      features: z.array(column).min(1),
      label: z.looseObject({ name: z.string().min(1), values: z.array(z.string()).optional() }),
    }),
    ways: z.looseObject({
      http: codec.optional(),
      lambda: codec.optional(),
      sagemaker: codec.optional(),
    }),
    defaultWay: z.enum(WAYS),
  })
  .refine(({ ways, defaultWay }) => ways[defaultWay] !== undefined, {
    path: ['defaultWay'],
    message: 'expected one of the ways in `ways`',
  });

/** @returns one line per member that does not match `System`; empty when all do */
export function wrongMembers(value: unknown, file: string): string[] {
  const result = systemShape.safeParse(value);
  return result.success ? [] : complain(systemShape, result.error.issues, value, () => file);
}

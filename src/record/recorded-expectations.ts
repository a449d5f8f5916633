/** A run's expectations as its manifest records them: each one complete, or unknown. */
import { z } from 'zod';
import { type Expectations, expectationsSchema } from '../scenario/expectations.ts';

export type ExpectationName = keyof Expectations;

/**
 * Undefined: not configured. Null: not recorded, or only in part. Names that this version does not
 * know are kept, so that the verdict can report them.
 */
export type RecordedExpectations = {
  readonly [Name in keyof Expectations]: Expectations[Name] | null;
} & { readonly [other: string]: unknown };

const { shape } = expectationsSchema;
export const EXPECTATION_NAMES = Object.keys(shape) as readonly ExpectationName[];

/** A wrong type is an error. A missing expectation is null; all are if the whole object is missing. */
export const recordedExpectationsSchema = z
  .record(z.string(), z.unknown())
  .optional()
  .transform((given = allUnknown(), context): RecordedExpectations => {
    const unknown = new Set<string>(
      EXPECTATION_NAMES.filter((name) => !isComplete(name, given[name])),
    );
    const recorded = Object.entries(given).filter(([name]) => !unknown.has(name));
    const read = expectationsSchema.loose().safeParse(Object.fromEntries(recorded));
    if (!read.success) {
      for (const { message, path } of read.error.issues) {
        context.issues.push({ code: 'custom', message, path, input: given });
      }
      return z.NEVER;
    }
    return { ...read.data, ...Object.fromEntries([...unknown].map((name) => [name, null])) };
  });

function allUnknown(): Record<string, unknown> {
  return Object.fromEntries(EXPECTATION_NAMES.map((name) => [name, null]));
}

/**
 * Incomplete if this version would fill in a default (today's value, not the run's), or if a
 * required key is missing or a key is unknown. Complete if a value has the wrong type, so that the
 * schema rejects it.
 */
function isComplete(name: ExpectationName, given: unknown): boolean {
  if (given === null) return false;
  const { data, error } = shape[name].safeParse(given);
  if (error) {
    return error.issues.some(
      ({ code, path: [key] }) =>
        code !== 'unrecognized_keys' && (key === undefined || key in Object(given)),
    );
  }
  return Object.keys(data ?? {}).every((key) => key in Object(given));
}

/** What a run was asked for, as its manifest tells: each expectation in full, or not known. */
import { z } from 'zod';
import { type Expectations, expectationsSchema } from '../scenario/expectations.ts';

export type ExpectationName = keyof Expectations;

/**
 * Undefined: not asked for. Null: the manifest does not say, or says only a part of it. Names that
 * this version does not know are kept, so that the verdict can tell of them.
 */
export type RecordedExpectations = {
  readonly [Name in keyof Expectations]: Expectations[Name] | null;
} & { readonly [other: string]: unknown };

const { shape } = expectationsSchema;
export const EXPECTATION_NAMES = Object.keys(shape) as readonly ExpectationName[];

/** A wrong type is an error; what is missing is null, and so is every expectation where all are. */
export const recordedExpectationsSchema = z
  .record(z.string(), z.unknown())
  .optional()
  .transform((given = allUnsaid(), context): RecordedExpectations => {
    const unsaid = new Set<string>(EXPECTATION_NAMES.filter((name) => !isWhole(name, given[name])));
    const said = Object.entries(given).filter(([name]) => !unsaid.has(name));
    const read = expectationsSchema.loose().safeParse(Object.fromEntries(said));
    if (!read.success) {
      for (const { message, path } of read.error.issues) {
        context.issues.push({ code: 'custom', message, path, input: given });
      }
      return z.NEVER;
    }
    return { ...read.data, ...Object.fromEntries([...unsaid].map((name) => [name, null])) };
  });

function allUnsaid(): Record<string, unknown> {
  return Object.fromEntries(EXPECTATION_NAMES.map((name) => [name, null]));
}

/**
 * Not whole where this version would fill in a default (that is what it asks today, not what that run
 * was asked), where a key is missing that has none, or where one is not known here. Whole, for the
 * schema to refuse, where something is of the wrong type.
 */
function isWhole(name: ExpectationName, given: unknown): boolean {
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

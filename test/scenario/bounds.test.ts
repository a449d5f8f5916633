import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptSchema } from '../../src/scenario/script.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly [key: string]: unknown;
}

const script = z.toJSONSchema(scriptSchema, { io: 'input' });

/** Every schema of a number, by its path. */
function* numbersIn(schema: Schema, path: string): Generator<[string, Schema]> {
  const isNumber = [schema.type ?? []].flat().some((type) => /number|integer/.test(type));
  if (isNumber && schema.const === undefined && schema.enum === undefined) yield [path, schema];
  for (const [key, value] of Object.entries(schema)) {
    if (typeof value === 'object' && value !== null) {
      yield* numbersIn(value as Schema, `${path}.${key}`);
    }
  }
}

test.each([...numbersIn(script as Schema, '')])(
  'the number at %s has bounds of sense',
  (_, schema) => {
    const most = schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY;
    const least = schema.minimum ?? schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY;
    expect(most).toBeLessThanOrEqual(2 ** 32);
    expect(least).toBeGreaterThanOrEqual(-86_400);
  },
);

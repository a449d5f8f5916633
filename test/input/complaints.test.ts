import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { closest, complain } from '../../src/input/complaints.ts';
import { scriptSchema } from '../../src/scenario/script.ts';

const schema = z.object({
  share: z.number().min(0).max(1),
  above: z.number().positive(),
  between: z.number().gt(0).lt(100),
  most: z.number().max(5),
  below: z.number().lt(5),
  any: z.number(),
  whole: z.int(),
  count: z.int().positive(),
  port: z.int().min(1).max(65_535),
  name: z.string(),
  named: z.string().min(1),
  url: z.url(),
  coded: z.string().regex(/^x/),
  worded: z.string().regex(/^x/, 'expected a word that begins with x'),
  way: z.enum(['http', 'lambda']),
  engine: z.literal('replay'),
  memory: z.literal([1024, 2048]),
  on: z.boolean(),
  some: z.array(z.int()).min(2),
  few: z.array(z.int()).max(1),
  one: z.array(z.int()).length(1),
  pair: z.tuple([z.int(), z.string()]),
  either: z.union([z.number(), z.string()]),
  inner: z.object({ key: z.number() }),
  rates: z.record(
    z.string().refine((key) => key.startsWith('ml.'), 'expected an instance type'),
    z.number().nonnegative(),
  ),
  method: z.custom((value) => typeof value === 'function', 'expected a function'),
  odd: z.custom((value) => value === 1),
});

function complaintsAbout(value: object): string[] {
  const { error } = schema.partial().safeParse(value);
  return complain(schema, error!.issues, value, () => 'a.yml, line 7');
}

describe('a value that does not fit is told what was expected and what came', () => {
  test.each<[object, string]>([
    [{ share: 1.5 }, '"share": expected a number from 0 to 1, found 1.5; correct it.'],
    [{ share: -1 }, '"share": expected a number from 0 to 1, found -1; correct it.'],
    [{ share: 'half' }, '"share": expected a number from 0 to 1, found "half"; correct it.'],
    [{ above: 0 }, '"above": expected a number above 0, found 0; correct it.'],
    [
      { between: 100 },
      '"between": expected a number above 0 and below 100, found 100; correct it.',
    ],
    [{ most: 6 }, '"most": expected a number up to 5, found 6; correct it.'],
    [{ below: 5 }, '"below": expected a number below 5, found 5; correct it.'],
    [{ any: Number.NaN }, '"any": expected a number, found NaN; correct it.'],
    [{ any: null }, '"any": expected a number, found nothing; correct it.'],
    [{ any: [] }, '"any": expected a number, found an empty list; correct it.'],
    [{ any: [1, 2] }, '"any": expected a number, found a list of 2; correct it.'],
    [{ any: {} }, '"any": expected a number, found an object; correct it.'],
    [{ whole: 1.5 }, '"whole": expected a whole number, found 1.5; correct it.'],
    [{ whole: 1e300 }, '"whole": expected a whole number, found 1e+300; correct it.'],
    [{ count: 0 }, '"count": expected a whole number above 0, found 0; correct it.'],
    [{ count: 2.5 }, '"count": expected a whole number above 0, found 2.5; correct it.'],
    [{ port: 70_000 }, '"port": expected a whole number from 1 to 65535, found 70000; correct it.'],
    [{ name: 7 }, '"name": expected text, found 7; correct it.'],
    [{ named: '' }, '"named": expected non-empty text, found ""; correct it.'],
    [{ url: 'here' }, '"url": expected a URL, found "here"; correct it.'],
    [{ coded: 'y' }, '"coded": expected text matching ^x, found "y"; correct it.'],
    [{ worded: 'y' }, '"worded": expected a word that begins with x, found "y"; correct it.'],
    [{ way: 'post' }, '"way": expected one of http, lambda, found "post"; correct it.'],
    [{ engine: 'k6' }, '"engine": expected "replay", found "k6"; correct it.'],
    [{ memory: 1000 }, '"memory": expected one of 1024, 2048, found 1000; correct it.'],
    [{ on: 'yes' }, '"on": expected true or false, found "yes"; correct it.'],
    [{ some: [1] }, '"some": expected a list of at least 2, found a list of 1; correct it.'],
    [{ few: [1, 2] }, '"few": expected a list of at most 1, found a list of 2; correct it.'],
    [{ few: [0.5] }, '"few.0": expected a whole number, found 0.5; correct it.'],
    [{ one: [] }, '"one": expected a list of exactly 1, found an empty list; correct it.'],
    [{ pair: [1, 2] }, '"pair.1": expected text, found 2; correct it.'],
    [{ either: true }, '"either": expected a number or text, found true; correct it.'],
    [{ inner: 'x' }, '"inner": expected an object with key, found "x"; correct it.'],
    [{ inner: {} }, '"inner.key": expected a number, found nothing; add it.'],
    [{ rates: { 'ml.a': -1 } }, '"rates.ml.a": expected a number from 0, found -1; correct it.'],
    [{ rates: { x: 1 } }, '"rates.x": expected an instance type; correct it.'],
    [{ method: 'x' }, '"method": expected a function, found "x"; correct it.'],
    [{ odd: 2 }, '"odd": Invalid input, found 2; correct it.'],
  ])('%j', (value, sentence) => {
    expect(complaintsAbout(value)).toEqual([`a.yml, line 7: ${sentence}`]);
  });

  test('reports each of several with its line', () => {
    expect(complaintsAbout({ above: 0, on: 1 })).toHaveLength(2);
    const { error } = schema.safeParse(7);
    expect(complain(schema.partial(), error!.issues, 7, () => 'x.ts')).toEqual([
      'x.ts: expected an object, found 7.',
    ]);
  });
});

/** What a value can be of which no schema of a scenario knows anything. */
const STRANGE = [null, -1, 0.5, 1e9, '', 'x', true, [], [{}], {}];

test("no message uses the validation library's wording", () => {
  const right = {
    config: {
      phases: [{ duration: 1, arrivalRate: 1 }],
      engines: { replay: {} },
      scaleproof: { watch: { endpointName: 'x', api: { name: 'x', stage: 'x' } } },
    },
    scenarios: [{ engine: 'replay', flow: [{ replay: { system: 'x' } }] }],
  };
  expect(scriptSchema.safeParse(right).success).toBe(true);
  const sentences = [...pathsOf(z.toJSONSchema(scriptSchema, { io: 'input' }))].flatMap((path) =>
    STRANGE.flatMap((value) => {
      const script = withValue(right, path, value);
      const { error } = scriptSchema.safeParse(script);
      return complain(scriptSchema, error?.issues ?? [], script, () => 'a.yml');
    }),
  );
  expect(sentences.length).toBeGreaterThan(500);
  for (const sentence of sentences) {
    expect(sentence).not.toMatch(/Invalid|Too (small|big)|received|undefined|[<>]=?\d/);
  }
});

type Path = readonly (string | number)[];

/** Every key that the schema knows, in whatever depth. */
function* pathsOf(node: unknown, path: Path = []): Generator<Path> {
  const { properties, items, prefixItems } = node as Record<string, Record<string, unknown>>;
  if (path.length > 0) yield path;
  for (const [key, below] of Object.entries(properties ?? {}))
    yield* pathsOf(below, [...path, key]);
  const first = prefixItems?.[0] ?? items;
  if (typeof first === 'object') yield* pathsOf(first, [...path, 0]);
}

function withValue(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === 'number') return [withValue((whole as unknown[])?.[key], rest, value)];
  const around = whole as Record<string, unknown> | undefined;
  return { ...around, [key]: withValue(around?.[key], rest, value) };
}

test.each([
  ['endpoint', ['endpointUrl', 'endpointName'], 'endpointUrl'],
  ['endpoint', ['endpointName', 'endpointUrl'], 'endpointName'],
  ['endpoint_name', ['endpointUrl', 'endpointName'], 'endpointName'],
  ['rate', ['name', 'arrivalRate'], 'arrivalRate'],
  ['sead', ['seed', 'timeoutMs'], 'seed'],
  ['p99', ['percentile', 'maxMs'], null],
])('%s, of %j, was meant to be %s', (word, known, meant) => {
  expect(closest(word, known)).toBe(meant);
});

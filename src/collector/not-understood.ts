/** Walks an answer of AWS for what this version does not know, and says what it could change. Pure. */
import { SHAPES, type Shape } from './answer-keys.ts';
import { rawOf } from './raw-answers.ts';
import type { Doubt } from './recorder.ts';

const ALL: Readonly<Record<string, Shape>> = Object.assign({}, ...Object.values(SHAPES));

/**
 * @param shape the SDK's name of the answer's shape, one of `SHAPES`
 * @param answer as the SDK gave it: what the SDK itself does not know is found in what came over the wire
 * @param place what stands before each key, such as `policy scale-out: `; may be empty
 */
export function doubtsIn(shape: string, answer: object, place = ''): Doubt[] {
  return walk(shape, rawOf(answer), place);
}

/** The endpoint's answer or its configuration's, of which only the watched variant counts. */
export function doubtsInEndpoint(shape: string, answer: object, variantName: string): Doubt[] {
  const raw = rawOf(answer) as { ProductionVariants?: readonly { VariantName?: string }[] };
  const { ProductionVariants: variants = [] } = raw;
  const watched = variants.map((each) => (each.VariantName === variantName ? each : {}));
  const doubts = walk(shape, { ...raw, ProductionVariants: watched }, '');
  if (variants.length < 2) return doubts;
  const names = variants.map(({ VariantName }) => VariantName).join(', ');
  const split = `ProductionVariants: requests are split between ${names}`;
  return [...doubts, { what: split, affects: ['metrics'] }];
}

/** The items of a list's pages, each as it came. */
export function itemsOf<T>(pages: readonly object[], key: string): T[] {
  return pages.flatMap((page) => (rawOf(page) as Record<string, T[] | undefined>)[key] ?? []);
}

function walk(shapeName: string, answer: object, place: string): Doubt[] {
  const shape = ALL[shapeName]!;
  return Object.entries(answer).flatMap(([key, value]) => {
    const what = `${place}${key}`;
    if (isEmpty(value) || shape.left?.includes(key)) return [];
    const { named = {} } = shape;
    if (Object.hasOwn(named, key)) return [{ what, affects: named[key]! }];
    if (!Object.hasOwn(shape.understood, key)) return [{ what, affects: shape.unknown }];
    return [...wrongValue(shape, key, value, what), ...within(shape, key, value, what)];
  });
}

function wrongValue(shape: Shape, key: string, value: unknown, what: string): Doubt[] {
  const known = shape.values?.[key];
  if (known === undefined || known.includes(String(value))) return [];
  return [{ what: `${what} ${value}`, affects: shape.unknown }];
}

function within(shape: Shape, key: string, value: unknown, what: string): Doubt[] {
  const inner = shape.understood[key];
  if (inner == null) return [];
  if (!Array.isArray(value)) return walk(inner, value as object, `${what}.`);
  return value.flatMap((item, index) => walk(inner, item, `${what}[${index}].`));
}

/** What is off or empty is not used. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  if (typeof value !== 'object' || value instanceof Date) return false;
  return Object.values(value).every((each) => each === undefined || each === null);
}

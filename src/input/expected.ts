/** Words what a schema expects at a path, from its JSON Schema form rather than from zod's messages. */
import memoize from 'lodash/memoize.js';
import { z } from 'zod';

/** Keys from a document's root to one of its values. */
export type Path = readonly (string | number)[];

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Record<string, JsonSchema>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const NAMES_OF_TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const NAMES_OF_FORMATS: Readonly<Record<string, string>> = { uri: 'a URL' };

/** `a number above 0`, `one of http, lambda`; null when the schema does not say. */
export function expectedAt(schema: z.ZodType, path: Path): string | null {
  const at = schemaAt(schema, path);
  if (!at) return null;
  if (at.const !== undefined) return JSON.stringify(at.const);
  if (at.enum) return `one of ${at.enum.join(', ')}`;
  const names = [at.type ?? []].flat().map((type) => inWords(type, at));
  return names.length > 0 ? names.join(' or ') : null;
}

/** The value that a missing key has, as text; null without one, or where it is a whole section. */
export function defaultAt(schema: z.ZodType, path: Path): string | null {
  const standard = schemaAt(schema, path)?.default;
  if (standard === undefined || typeof standard === 'object') return null;
  return JSON.stringify(standard);
}

/** Keys the schema allows at `path`. */
export function knownKeys(schema: z.ZodType, path: Path): string[] {
  const at = schemaAt(schema, path);
  return Object.keys((at && sectionIn(at).properties) ?? {});
}

/** Of alternatives, the one that has keys: a word may stand in place of a section. */
function sectionIn(at: JsonSchema): JsonSchema {
  return at.anyOf?.find(({ properties }) => properties !== undefined) ?? at;
}

function schemaAt(schema: z.ZodType, path: Path): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, key) => (at ? stepInto(at, key) : undefined),
    formOf(schema),
  );
}

/** Functions have no JSON Schema form: they become an unconstrained schema. */
const formOf = memoize(
  (schema: z.ZodType) =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
);

function stepInto(at: JsonSchema, key: Path[number]): JsonSchema | undefined {
  const { prefixItems, items, properties, additionalProperties } = sectionIn(at);
  const next =
    typeof key === 'number'
      ? (prefixItems?.[key] ?? items)
      : (properties?.[key] ?? additionalProperties);
  return typeof next === 'object' ? next : undefined;
}

function inWords(type: string, at: JsonSchema): string {
  const name = NAMES_OF_TYPES[type] ?? type;
  switch (type) {
    case 'number':
    case 'integer':
      return `${name}${rangeOf(at)}`;
    case 'array':
      return `${name}${lengthOf(at)}`;
    case 'string':
      if (at.format) return NAMES_OF_FORMATS[at.format] ?? `${name} in ${at.format} format`;
      if (at.pattern) return `${name} matching ${at.pattern}`;
      return at.minLength ? `non-empty ${name}` : name;
    case 'object':
      return at.required?.length ? `${name} with ${at.required.join(', ')}` : name;
    default:
      return name;
  }
}

/** ` from 0 to 1`, ` above 0`, ` below 100`; empty without bounds. */
function rangeOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const low = [
    ...(isBound(minimum) ? [`from ${minimum}`] : []),
    ...(isBound(exclusiveMinimum) ? [`above ${exclusiveMinimum}`] : []),
  ];
  const closed = isBound(minimum) ? 'to' : low.length > 0 ? 'and up to' : 'up to';
  const open = low.length > 0 ? 'and below' : 'below';
  const high = [
    ...(isBound(maximum) ? [`${closed} ${maximum}`] : []),
    ...(isBound(exclusiveMaximum) ? [`${open} ${exclusiveMaximum}`] : []),
  ];
  return [...low, ...high].map((words) => ` ${words}`).join('');
}

/** zod bounds every integer by the range a double holds exactly; nobody meant those as limits. */
function isBound(value: number | undefined): boolean {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

function lengthOf({ minItems, maxItems }: JsonSchema): string {
  if (minItems !== undefined && minItems === maxItems) return ` of exactly ${minItems}`;
  return [
    ...(minItems === undefined ? [] : [` of at least ${minItems}`]),
    ...(maxItems === undefined ? [] : [` of at most ${maxItems}`]),
  ].join(' and');
}

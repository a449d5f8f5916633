/** Attributes of spans and resources: known values only, texts without control characters. */
import type { Attributes } from '@opentelemetry/api';
import { plainText } from '../report/plain-text.ts';

type Value = string | number | boolean | readonly string[] | null | undefined;

export function knownAttributes(values: Readonly<Record<string, Value>>): Attributes {
  const known: Attributes = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'string') known[key] = plainText(value);
    else if (typeof value !== 'object') known[key] = value;
    else if (value.length > 0) known[key] = value.map(plainText);
  }
  return known;
}

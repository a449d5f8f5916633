/** Values of a line, checked by hand: what their schemas and their plausible numbers ask. */
import { LARGEST, LATEST_MS } from '../record/plausible.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LATEST_MS;
}

export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST;
}

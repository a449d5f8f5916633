/** Reads a number that a person wrote as text. */

/** `Number` also takes an empty text for 0, and reads `0x10` and `Infinity`. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @returns null for anything but a finite decimal number, such as `12`, `0.5` or `1e-3` */
export function decimalNumber(text: string): number | null {
  if (!DECIMAL.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/**
 * Sanitizes external text (endpoint names, AWS messages, file names) before it is shown.
 *
 * Terminals obey escape sequences and bidirectional overrides, and XML 1.0 cannot
 * represent most control characters, so all external text passes through here in every format.
 */
import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, line and paragraph separators. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Bidirectional overrides, zero-width characters and the byte order mark. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** The space between a number and its unit or comparison sign, where no line may break. */
const SPACE_BESIDE_NUMBER = /(?<=\d) (?=(?:%|ms|s)(?![\w]))|(?<=[<>]) (?=-?[\d$])/g;

/** One line of visible text: no escape sequences; line breaks and tabs become one space. */
export function plainText(text: string): string {
  return visibleText(text).trim();
}

/** The same without trimming, for fragments of a longer text. */
export function visibleText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '');
}

/** Joins numbers and units with no-break spaces. */
export function withTiedUnits(text: string): string {
  return text.replace(SPACE_BESIDE_NUMBER, '\u00a0');
}

/**
 * Text that came from outside (endpoint names, AWS messages, file names) on its way to a reader.
 *
 * A terminal obeys escape sequences and bidirectional overrides, and XML 1.0 has no way at all to
 * write most control characters; so everything from outside passes here once, whatever the format.
 */
import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, line and paragraph separators. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Overrides that reorder what follows them, zero-width fillers and the byte order mark. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** Between a figure and its unit, or the sign of a bound, where no line may break. */
const BESIDE_FIGURE = /(?<=\d) (?=(?:%|ms|s)(?![\w]))|(?<=[<>]) (?=-?[\d$])/g;

/** One line of visible text: escape sequences gone, line breaks and tabs turned into one space. */
export function plainText(text: string): string {
  return visibleText(text).trim();
}

/** The same, but spaces at its ends stay: for pieces of a longer text. */
export function visibleText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '');
}

/** Ties units to their figures with no-break spaces. */
export function withTiedUnits(text: string): string {
  return text.replace(BESIDE_FIGURE, '\u00a0');
}

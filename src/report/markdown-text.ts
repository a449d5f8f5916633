/** Escapes text so that GitHub shows it verbatim anywhere in a Markdown document. */
import { plainText } from './plain-text.ts';

/**
 * Characters that Markdown, its tables or GitHub's extensions (`$` starts math) treat
 * as markup. Entities rather than backslashes: in a table, a backslash before a bar is
 * consumed by the table, and before `$` it has no effect.
 */
const MARKUP = /[&<>\\`*_[\]|~$#!]/g;

export function markdownText(text: string): string {
  return (
    plainText(text)
      .replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`)
      // GitHub links bare URLs and notifies @names; an entity or an empty comment
      // prevents both.
      .replaceAll('://', '&#58;//')
      .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`)
      .replaceAll('@', '@<!-- -->')
      // Lists, rules and heading underlines start only at the beginning of a line.
      .replace(
        /^(?:[-+]|\d+[.)]|[-=]+)(?=\s|$)/,
        (start) => `${start.slice(0, -1)}&#${start.charCodeAt(start.length - 1)};`,
      )
  );
}

/** Text that GitHub shows as it is, wherever in a Markdown document it stands. */
import { plainText } from './plain-text.ts';

/**
 * Characters that Markdown, its tables or GitHub's own additions (`$` is mathematics there) read
 * as markup. As entities rather than behind a backslash: in a table a backslash before a bar is
 * taken by the table, and before `$` it is not honoured.
 */
const MARKUP = /[&<>\\`*_[\]|~$#!]/g;

export function markdownText(text: string): string {
  return (
    plainText(text)
      .replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`)
      // Bare addresses become links and @names call people: an entity or an empty comment is enough
      // to stop both.
      .replaceAll('://', '&#58;//')
      .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`)
      .replaceAll('@', '@<!-- -->')
      // A list, a rule or a heading's underline begins only where a line does.
      .replace(
        /^(?:[-+]|\d+[.)]|[-=]+)(?=\s|$)/,
        (start) => `${start.slice(0, -1)}&#${start.charCodeAt(start.length - 1)};`,
      )
  );
}

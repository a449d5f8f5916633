/** Quotes what a user wrote in a message, without the secrets a URL may hold and at a bounded length. */

const MAX_CHARACTERS = 120;

/** Greedy, because a password may contain another `@`, a slash or a colon. */
const USER_INFO = /(https?:\/\/)?[^\s"']*:[^\s"']*@/gi;
const QUERY = /(\/\/[^\s?#"']*)[?#][^\s"']*/g;

/** `https://me:hush@host/?key=x` becomes `https://(redacted)@host/?(redacted)`. */
export function withoutUrlSecrets(text: string): string {
  return text.replaceAll(USER_INFO, '$1(redacted)@').replaceAll(QUERY, '$1?(redacted)');
}

/** The text itself, on one line. */
export function shown(text: string): string {
  // Control characters would let a value rewrite the terminal.
  const safe = withoutUrlSecrets(text).replaceAll(/\p{Cc}+/gu, ' ');
  const characters = [...safe];
  if (characters.length <= MAX_CHARACTERS) return safe;
  return `${characters.slice(0, MAX_CHARACTERS).join('')}…`;
}

/** The text in quotation marks. */
export function quoted(text: string): string {
  return JSON.stringify(shown(text));
}

/** Words of a command line, as a POSIX shell reads them. */

/** As it is where no shell would read anything into it, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

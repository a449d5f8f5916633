/**
 * Something the user can mend: a file, a key, a flag, a target that is not there. The command line
 * prints its message alone, without a stack, and exits with code 2. The message is one sentence (two
 * at most) that names the file, line or key, what was expected, what came and the next step.
 */
export class UserError extends Error {
  override name = 'UserError';
}

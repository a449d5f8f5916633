/**
 * An error the user can fix: a file, a key, a flag, an unreachable target. The command line prints
 * only its message, without a stack trace, and exits with code 2. The message is one sentence (two at
 * most) that names the file, line or key, what was expected, what was found and the next step.
 */
export class UserError extends Error {
  override name = 'UserError';
}

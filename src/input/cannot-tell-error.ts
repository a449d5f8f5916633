/** What was measured does not tell what was asked: no mistake of the user's, and no answer either. */
export class CannotTellError extends Error {
  override name = 'CannotTellError';
}

/** A push that its receiver did not take. The run and its reports are untouched. */
export class FailedPushError extends Error {
  override name = 'FailedPushError';
}

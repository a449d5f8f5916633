/**
 * How one request ended. An HTTP 200 that carries an error is a `server-error`, or `throttled` if that
 * error is 429. No imports: k6 runs this file unchanged.
 */

export const OUTCOMES = [
  'correct',
  'wrong',
  'throttled',
  'client-error',
  'server-error',
  'timeout',
  'network',
  'malformed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes without a prediction. `wrong` is an answer: whether too many are wrong is for accuracy. */
export const ERROR_OUTCOMES: readonly Outcome[] = [
  'throttled',
  'client-error',
  'server-error',
  'timeout',
  'network',
  'malformed',
];

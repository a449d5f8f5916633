/** How one request ended. An HTTP 200 that carries an inner error is a `server-error`. No imports: k6 runs this file as it is. */

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

/** The caller got no prediction. A wrong one is an answer: whether there are too many is accuracy's. */
export const ERROR_OUTCOMES: readonly Outcome[] = [
  'throttled',
  'client-error',
  'server-error',
  'timeout',
  'network',
  'malformed',
];

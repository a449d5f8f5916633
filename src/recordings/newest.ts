/** The newest of recorded answers, and what it tells. Pure. */
import type { Exchange, Json, RecordedError } from './recording.ts';

export type Replayed =
  | { readonly is: 'answer'; readonly answer: Json }
  | { readonly is: 'error'; readonly error: RecordedError }
  /** @param of inputs that were recorded for the operation; 0 for an operation that was not called */
  | { readonly is: 'not-recorded'; readonly inputs: number };

/** Ms since the start; as long after the request as before its answer arrived. */
export const answeredMs = ({ atMs, durationMs }: Exchange): number => atMs + durationMs / 2;

/** @param exchanges in the order in which they were answered */
export function newestBy(exchanges: readonly Exchange[], atMs: number): Exchange | undefined {
  return exchanges.findLast((exchange) => answeredMs(exchange) <= atMs) ?? exchanges[0];
}

export function outcomeOf({ answer, error }: Exchange): Replayed {
  return answer === null ? { is: 'error', error: error! } : { is: 'answer', answer };
}

/** The result of one AWS call: its value, or why it failed. Doctor reports on both. */
import { type Failure, toFailure } from '../collector/failure.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export async function answerOf<T>(call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (cause) {
    return { ok: false, failure: toFailure(cause) };
  }
}

/** @returns the value, or null if the call failed or was not made */
export function known<T>(answer: Answer<T> | null): T | null {
  return answer?.ok ? answer.value : null;
}

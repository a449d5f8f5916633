/** What one question to AWS brought: its answer, or why there was none. Both are findings. */
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

/** @returns the value, or null when there was no answer */
export function known<T>(answer: Answer<T> | null): T | null {
  return answer?.ok ? answer.value : null;
}

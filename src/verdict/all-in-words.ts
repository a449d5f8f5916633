/** All that a limit allows, in words: the beginning of a sentence about what was in service. */
import type { FleetWords } from '../analysis/copies.ts';

/** `all 4 instances that the scalable target allows were`, `the only instance that it allows was`. */
export function allInWords(most: number, words: FleetWords, limit: string): string {
  return most === 1
    ? `the only ${words.one} that ${limit} allows was`
    : `all ${words.counted(most)} that ${limit} allows were`;
}

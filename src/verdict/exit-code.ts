/** The exit code of each status. 2 (usage) and 130/143 (signals) belong to the CLI. */
import type { Status } from './verdict.ts';

export const EXIT_CODES: Readonly<Record<Status, number>> = {
  pass: 0,
  fail: 1,
  inconclusive: 3,
  error: 4,
};

export function exitCodeOf(status: Status): number {
  return EXIT_CODES[status];
}

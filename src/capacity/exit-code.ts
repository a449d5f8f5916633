/** The exit code of each state. 2 (usage) and 130/143 (signals) belong to the CLI. */
import type { Capacity } from './result.ts';

/** `at-least` answers what was asked, up to the highest rate that was allowed. */
const EXIT_CODES: Readonly<Record<Capacity['state'], number>> = {
  found: 0,
  'at-least': 0,
  none: 3,
  inconclusive: 3,
};

export function capacityExitCode(state: Capacity['state']): number {
  return EXIT_CODES[state];
}

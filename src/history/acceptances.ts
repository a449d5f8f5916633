/** Which changes were accepted, by metric. */
import type { Acceptance } from './entry.ts';

/** @param id of the metric. @returns those that name it, or name none, which is all of them */
export function acceptancesOf(id: string, acceptances: readonly Acceptance[]): Acceptance[] {
  return acceptances.filter(({ metrics }) => metrics.length === 0 || metrics.includes(id));
}

/** Everything a run shows that its reader should know, beyond what the checks decide. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Finding } from '../verdict.ts';

/** One a kind of trouble, in the order in which a reader should hear of them. */
const FINDERS: readonly ((analysis: Analysis) => readonly Finding[])[] = [];

/** Pure and total, as the checks are. */
export function findings(analysis: Analysis): Finding[] {
  return FINDERS.flatMap((find) => find(analysis));
}

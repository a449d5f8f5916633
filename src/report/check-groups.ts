/** Splits checks by whether the run judges them; reports list the others on a line of each kind. */
import type { Check } from '../verdict/verdict.ts';

export interface CheckGroups {
  readonly configured: readonly Check[];
  /** `Not configured`, `Not watched`, `Not in the samples` -> ids; by id, because titles state what was proved. */
  readonly others: readonly (readonly [why: string, ids: string])[];
}

/** What the samples of another tool cannot tell. */
const UNTOLD: readonly Check['reason'][] = ['no-plan', 'lag-unknown', 'no-labels'];

export function checkGroups(checks: readonly Check[]): CheckGroups {
  const skipped = checks.filter(({ status }) => status === 'skipped');
  const groups = Map.groupBy(skipped, ({ reason }) =>
    reason === 'not-watched'
      ? 'Not watched'
      : UNTOLD.includes(reason)
        ? 'Not in the samples'
        : 'Not configured',
  );
  return {
    configured: checks.filter(({ status }) => status !== 'skipped'),
    others: [...groups].map(([why, all]) => [why, all.map(({ id }) => id).join(', ')] as const),
  };
}

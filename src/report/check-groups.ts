/** Splits checks by whether the scenario configures them; reports list the others on one line. */
import type { Check } from '../verdict/verdict.ts';

export interface CheckGroups {
  readonly configured: readonly Check[];
  readonly notConfigured: readonly Check[];
}

export function checkGroups(checks: readonly Check[]): CheckGroups {
  return {
    configured: checks.filter((check) => check.status !== 'skipped'),
    notConfigured: checks.filter((check) => check.status === 'skipped'),
  };
}

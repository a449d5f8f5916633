/** Checks apart by whether the scenario asks for them: those it does not are named in one line. */
import type { Check } from '../verdict/verdict.ts';

export interface CheckGroups {
  readonly asked: readonly Check[];
  readonly notAsked: readonly Check[];
}

export function checkGroups(checks: readonly Check[]): CheckGroups {
  return {
    asked: checks.filter((check) => check.status !== 'skipped'),
    notAsked: checks.filter((check) => check.status === 'skipped'),
  };
}

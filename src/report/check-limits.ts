/** The limits that checks judged by, for charts to draw. */
import type { Check, Verdict } from '../verdict/verdict.ts';

type Unit = NonNullable<Check['limitValue']>['unit'];

/** @returns null where the check has no limit in this unit, or was not asked */
export function limitOf({ checks }: Verdict, id: Check['id'], unit: Unit): number | null {
  const limit = checks.find((check) => check.id === id)?.limitValue ?? null;
  return limit?.unit === unit ? limit.value : null;
}

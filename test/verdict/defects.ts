/** Tables of ill runs: which check tells, how, and what the run is called overall. */
import { expect, it } from 'vitest';
import type { RunRecord } from '../../src/record/read.ts';
import type { CheckId, Reason } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Check, type Status, verdictSchema } from '../../src/verdict/verdict.ts';

export interface Defect {
  readonly what: string;
  readonly run: () => RunRecord;
  readonly is: Check['status'];
  readonly reason: Reason;
  readonly overall: Status;
}

export function itFinds(id: CheckId, defects: readonly Defect[]): void {
  it.each(defects)('$what: $is, $reason', ({ run, is, reason, overall }) => {
    const verdict = judge(run());
    expect(checkOf(verdict.checks, id)).toMatchObject({ status: is, reason });
    expect(verdict.status).toBe(overall);
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });
}

export function checkOf(checks: readonly Check[], id: CheckId): Check {
  return checks.find((check) => check.id === id)!;
}

/** Tells whether another attempt may settle a run that ended inconclusive. Pure. */
import { gapsOf } from '../analysis/gaps.ts';
import type { AwsEvent } from '../record/aws-events.ts';
import type { CommonReason, Retryable } from './checks/definition.ts';
import { factsOf, type Reason } from './checks/registry.ts';
import type { Check, Verdict } from './verdict.ts';

/** Of reasons that any check can give; the others are declared with their checks. */
const COMMON: Readonly<Record<CommonReason, Retryable>> = {
  ok: false,
  'not-asked': false,
  'load-elsewhere': false,
  'not-watched': false,
  'record-incomplete': true,
  'load-not-watched': false,
  // The scenario watches something else than what answers its load.
  'counts-disagree': false,
  'generator-in-doubt': true,
  'expectation-unknown': false,
  'not-understood': false,
};

export interface Doubts {
  /** Every reason for which a check is inconclusive, in the order of the checks. */
  readonly reasons: readonly Reason[];
  /** Those of them that another attempt would meet again. */
  readonly lasting: readonly Reason[];
}

/**
 * Null for a run that is settled: a fail is never repeated, and an error of the harness says what to mend.
 *
 * @param aws of the same run: what was denied once is denied again
 */
export function doubtsOf(verdict: Verdict, aws: readonly AwsEvent[]): Doubts | null {
  if (verdict.status !== 'inconclusive') return null;
  const open = verdict.checks.filter((check) => check.status === 'inconclusive');
  const lasting = open.filter((check) => !mayPass(check, aws));
  return { reasons: reasonsOf(open), lasting: reasonsOf(lasting) };
}

function mayPass(check: Check, aws: readonly AwsEvent[]): boolean {
  const retryable = factsOf(check)?.retryable ?? COMMON[check.reason as CommonReason];
  if (typeof retryable === 'boolean') return retryable;
  return !gapsOf(aws, retryable.unlessDenied).some(({ kind }) => kind === 'denied');
}

function reasonsOf(checks: readonly Check[]): Reason[] {
  return [...new Set(checks.map(({ reason }) => reason))];
}

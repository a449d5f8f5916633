/**
 * Lists all checks. Reports show them in this order, and the headline names the first that did not pass:
 * the experiment first, then by importance to the reader. A new check is one file and one line here.
 */
import type { Analysis } from '../../analysis/analyse.ts';
import { accuracy } from './accuracy.ts';
import { coldStarts } from './cold-starts.ts';
import { concurrency } from './concurrency.ts';
import { consistent } from './consistent.ts';
import { converged } from './converged.ts';
import {
  type CheckDefinition,
  COMMON_REASONS,
  type CommonReason,
  type ReasonFacts,
  type Result,
} from './definition.ts';
import { errors } from './errors.ts';
import { generatorLag } from './generator-lag.ts';
import { latency } from './latency.ts';
import { loadDelivered } from './load-delivered.ts';
import { noFlapping } from './no-flapping.ts';
import { reachedRate } from './reached-rate.ts';
import { scaledOut } from './scaled-out.ts';
import { spillover } from './spillover.ts';
import { throttles } from './throttles.ts';
import { trafficShared } from './traffic-shared.ts';
import { triggerCrossed } from './trigger-crossed.ts';

const DEFINITIONS = [
  loadDelivered,
  generatorLag,
  triggerCrossed,
  scaledOut,
  reachedRate,
  errors,
  latency,
  accuracy,
  consistent,
  converged,
  trafficShared,
  noFlapping,
  throttles,
  concurrency,
  spillover,
  coldStarts,
] as const;

type Defined = (typeof DEFINITIONS)[number];
export type CheckId = Defined['id'];
/** Every reason code; one that no check declares and that is not common to all does not compile. */
export type Reason = CommonReason | ReasonOf<Defined>;
type ReasonOf<One extends { reasons: object }> = One extends One
  ? Extract<keyof One['reasons'], string>
  : never;

export interface AnyCheck extends Omit<CheckDefinition<CheckId>, 'judge'> {
  readonly judge: (analysis: Analysis) => Result<Reason>;
}

export const CHECKS: readonly AnyCheck[] = DEFINITIONS;
export const CHECK_IDS: readonly CheckId[] = DEFINITIONS.map(({ id }) => id);
export const REASONS: readonly Reason[] = [
  ...new Set<Reason>([
    ...COMMON_REASONS,
    ...DEFINITIONS.flatMap(({ reasons }) => Object.keys(reasons) as Reason[]),
  ]),
].sort();

const BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

export function definitionOf(id: CheckId): AnyCheck {
  return BY_ID.get(id)!;
}

/** Null for a reason common to all checks that the check itself does not declare. */
export function factsOf(check: {
  readonly id: CheckId;
  readonly reason: Reason;
}): ReasonFacts | null {
  return definitionOf(check.id).reasons[check.reason] ?? null;
}

/** Separates the expectations that the manifest has in full from those that are missing or incomplete. */
import {
  EXPECTATION_NAMES,
  type ExpectationName,
  type RecordedExpectations,
} from '../record/recorded-expectations.ts';
import type { Expectations } from '../scenario/expectations.ts';

export interface KnownExpectations {
  /** Absent: not asked for, or unknown. */
  readonly expect: Partial<Expectations>;
  /** Each with the incomplete expectation that makes it unknown: itself, or one that it depends on. */
  readonly unknown: ReadonlyMap<ExpectationName, ExpectationName>;
}

export function knownExpectations(recorded: RecordedExpectations): KnownExpectations {
  const unknown = new Map<ExpectationName, ExpectationName>();
  for (const name of EXPECTATION_NAMES) if (recorded[name] === null) unknown.set(name, name);
  const dependsOn = (name: ExpectationName, other: ExpectationName) => {
    const cause = unknown.get(other);
    if (cause !== undefined && recorded[name]) unknown.set(name, cause);
  };
  // The rate must be answered within the error budget.
  dependsOn('reachedRate', 'errors');
  if (recorded.latency?.over === 'held-rate') dependsOn('latency', 'reachedRate');
  const known = EXPECTATION_NAMES.filter((name) => !unknown.has(name));
  return { expect: Object.fromEntries(known.map((name) => [name, recorded[name]])), unknown };
}

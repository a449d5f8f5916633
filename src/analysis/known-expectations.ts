/** What checks may hold a run against: the expectations that its manifest tells in full. */
import {
  EXPECTATION_NAMES,
  type ExpectationName,
  type RecordedExpectations,
} from '../record/recorded-expectations.ts';
import type { Expectations } from '../scenario/expectations.ts';

export interface KnownExpectations {
  /** Absent: not asked for, or unknown. */
  readonly expect: Partial<Expectations>;
  /** Each with the expectation that the manifest does not say all of: itself, or one it rests on. */
  readonly unknown: ReadonlyMap<ExpectationName, ExpectationName>;
}

export function knownExpectations(recorded: RecordedExpectations): KnownExpectations {
  const unknown = new Map<ExpectationName, ExpectationName>();
  for (const name of EXPECTATION_NAMES) if (recorded[name] === null) unknown.set(name, name);
  const restsOn = (name: ExpectationName, other: ExpectationName) => {
    const cause = unknown.get(other);
    if (cause !== undefined && recorded[name]) unknown.set(name, cause);
  };
  // The rate must be answered within the budget of errors.
  restsOn('reachedRate', 'errors');
  if (recorded.latency?.over === 'held-rate') restsOn('latency', 'reachedRate');
  const known = EXPECTATION_NAMES.filter((name) => !unknown.has(name));
  return { expect: Object.fromEntries(known.map((name) => [name, recorded[name]])), unknown };
}

/** How a check states its result. */
import type { Check, CheckId } from './verdict.ts';

export interface CheckDetails {
  readonly observed: string;
  readonly limit: string;
  readonly message: string;
  readonly value?: number | null;
  readonly confidence?: number | null;
  readonly n?: number | null;
  readonly looks?: Check['looks'];
}

export function passed(id: CheckId, finding: CheckDetails): Check {
  return check(id, 'pass', 'ok', finding);
}

export function failed(id: CheckId, reason: string, finding: CheckDetails): Check {
  return check(id, 'fail', reason, finding);
}

/** It cannot be told. Never green, and never a false red. */
export function inconclusive(id: CheckId, reason: string, finding: CheckDetails): Check {
  return check(id, 'inconclusive', reason, finding);
}

export function skipped(id: CheckId, key: string): Check {
  return check(id, 'skipped', 'not-asked', {
    observed: 'not looked at',
    limit: 'none',
    message: `The scenario has no \`expect.${key}\`.`,
  });
}

/** The scenario may ask for it, but what it is about does not exist here. */
export function withoutObject(id: CheckId, reason: string, message: string): Check {
  return check(id, 'skipped', reason, { observed: 'not applicable', limit: 'none', message });
}

function check(id: CheckId, status: Check['status'], reason: string, finding: CheckDetails): Check {
  const { observed, limit, message, value = null, confidence = null, n = null, looks } = finding;
  const independent = looks === undefined ? {} : { looks };
  return { id, status, reason, observed, limit, message, value, confidence, n, ...independent };
}

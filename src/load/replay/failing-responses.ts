/**
 * Keeps a few failing responses of a load, so that "malformed 12" can be acted on.
 *
 * Bounds responses per kind, kinds, and characters per response, because a target that fails does so a
 * thousand times a second. Secrets are redacted before a response is kept.
 */
import { withoutSecrets } from '../../aws/without-secrets.ts';
import type { LoadFailure } from '../../record/load-events.ts';
import { ERROR_OUTCOMES, type Outcome } from '../../systems/outcome.ts';

/** Of each outcome and HTTP status. */
export const KEPT_PER_KIND = 3;
export const MAX_KINDS = 20;
export const MAX_BODY_BYTES = 2_048;
/** Redacted before it is shortened: half a secret would not be recognized. */
export const READ_CHARACTERS = 4 * MAX_BODY_BYTES;

export interface Failing {
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Transport error; null when a response came. */
  readonly error: string | null;
  readonly row: number;
  /** Null without a response, or where it was too large to be read. */
  readonly body: string | null;
  readonly latencyMs: number;
}

export class FailingResponses {
  readonly #secrets: readonly string[];
  /** Kept so far, by status (-1 without one) within outcome. */
  readonly #kept = new Map<Outcome, Map<number, number>>();
  #kinds = 0;

  /** @param secrets values sent with every request that a response may quote */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** @returns null when the request did not fail, or enough of its kind are kept */
  take({ outcome, status, error, row, body, latencyMs }: Failing): FailureFacts | null {
    if (!isError(outcome) || !this.#keeps(outcome, status ?? -1)) return null;
    return {
      outcome,
      status,
      error,
      row,
      latencyMs: Math.round(latencyMs * 10) / 10,
      body: body === null ? null : this.#shown(body),
      bodyCharacters: body?.length ?? 0,
    };
  }

  #keeps(outcome: Outcome, status: number): boolean {
    let byStatus = this.#kept.get(outcome);
    if (byStatus === undefined) {
      byStatus = new Map();
      this.#kept.set(outcome, byStatus);
    }
    const kept = byStatus.get(status);
    if (kept === undefined) {
      if (this.#kinds >= MAX_KINDS) return false;
      this.#kinds += 1;
    } else if (kept >= KEPT_PER_KIND) return false;
    byStatus.set(status, (kept ?? 0) + 1);
    return true;
  }

  #shown(body: string): string {
    const text = withoutSecrets(body.slice(0, READ_CHARACTERS), this.#secrets).toWellFormed();
    const bytes = Buffer.from(text);
    if (bytes.length <= MAX_BODY_BYTES) return text;
    // A character cut in half is dropped.
    return new TextDecoder().decode(bytes.subarray(0, MAX_BODY_BYTES)).replace(/\ufffd+$/, '');
  }
}

export type FailureFacts = Omit<LoadFailure, 'type' | 'worker' | 'atMs'>;

function isError(outcome: Outcome): outcome is LoadFailure['outcome'] {
  return ERROR_OUTCOMES.includes(outcome);
}

/** Parts of an API's path that may be keys: some APIs expect theirs in the query. */
export function secretsInPath(path: string | null): string[] {
  const [, query = ''] = (path ?? '').split('?');
  const raw = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...raw, ...new URLSearchParams(query).values()].filter(
    (text) => text.length >= SECRET_CHARACTERS,
  );
}

/** Shorter values are no secrets, and redacting each `1` would make a response unreadable. */
const SECRET_CHARACTERS = 6;

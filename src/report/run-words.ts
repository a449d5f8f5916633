/** How reports name a run of a history: by its day, and by what it was of. */
import { dayOf } from '../format/numbers.js';
import type { RunEntry } from '../history/entry.ts';
import { plainText } from './plain-text.ts';

/** Ten digits of its hash. */
export function shortCommit(commit: string | null): string | null {
  return commit?.slice(0, 10) ?? null;
}

/** What a run was of: `4be0f2c1d6, release 1.2`; empty for neither. */
export function versionOf({ commit, label }: Pick<RunEntry, 'commit' | 'label'>): string {
  return plainText([shortCommit(commit), label].filter((part) => part !== null).join(', '));
}

/** `2026-08-29 4be0f2c1d6`: the day with the commit or, without one, the label. */
export function nightInWords({ startedAtMs, commit, label }: RunEntry): string {
  return [dayOf(startedAtMs), shortCommit(commit) ?? label]
    .filter((part) => part !== null)
    .join(' ');
}

/** How a status reads and which mark it bears; the word is always there, colour only adds to it. */
import type { RunEnding } from '../analysis/analyse.ts';
import type { Check, Finding, Status } from '../verdict/verdict.ts';

export type AnyStatus = Status | Check['status'];

export interface StatusWords {
  readonly mark: string;
  readonly word: string;
}

export const STATUS_WORDS: Readonly<Record<AnyStatus, StatusWords>> = {
  pass: { mark: '✓', word: 'PASS' },
  fail: { mark: '✗', word: 'FAIL' },
  inconclusive: { mark: '?', word: 'INCONCLUSIVE' },
  skipped: { mark: '-', word: 'SKIPPED' },
  error: { mark: '!', word: 'ERROR' },
};

export const FINDING_WORDS: Readonly<Record<Finding['severity'], StatusWords>> = {
  problem: { mark: '!', word: 'PROBLEM' },
  note: { mark: 'i', word: 'NOTE' },
};

/** A sentence for a run that did not end as planned; null for one that did. */
export function endingNote(ended: RunEnding): string | null {
  switch (ended) {
    case 'completed':
      return null;
    case 'interrupted':
      return 'The run was interrupted: this report covers what was seen until then.';
    case 'aborted':
      return 'The load was stopped because too many requests failed: this report covers what was seen until then.';
    case 'cut-off':
      return 'The run was cut off without an end on record: this report covers what reached the disk.';
    case 'failed':
      return 'The harness failed during the run: this report covers what was seen until then.';
  }
}

/** A sentence for a run on a stand-in faster than life; null for real AWS or true-to-life speed. */
export function compressionNote(timeCompression: number | null): string | null {
  if (timeCompression === null) return null;
  if (timeCompression === 1) {
    return 'Measured on the local stand-in for AWS, at true-to-life speed.';
  }
  return `Measured on the local stand-in for AWS: durations of AWS were divided by ${timeCompression}, so scaling took about ${timeCompression} times less than it would on AWS.`;
}

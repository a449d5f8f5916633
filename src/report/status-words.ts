/** The word and mark of each status. Colour only supplements the word. */
import type { RunEnding } from '../analysis/run-ending.ts';
import type { Check, Finding, Status, Verdict } from '../verdict/verdict.ts';

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

/** A sentence for a run that did not complete; null for one that did. */
export function endingNote(ended: RunEnding): string | null {
  switch (ended) {
    case 'completed':
      return null;
    case 'interrupted':
      return 'The run was interrupted; this report covers data up to that point.';
    case 'aborted':
      return 'The load was aborted because too many requests failed; this report covers data up to that point.';
    case 'cut-off':
      return 'The run ended abruptly; this report covers what reached the disk.';
    case 'failed':
      return 'The harness failed during the run; this report covers data up to that point.';
  }
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** A sentence for a run that was repeated; null for a first attempt. */
export function attemptNote({ number, earlier }: Verdict['attempt']): string | null {
  if (number === 1) return null;
  const before = earlier.map(
    ({ reasons }, index) =>
      `; the ${ORDINALS[index] ?? `${index + 1}th`} was inconclusive: ${reasons.join(', ')}`,
  );
  return `Attempt ${number}${before.join('')}.`;
}

/** A sentence for a run on the stand-in; null on AWS. */
export function compressionNote(timeCompression: number | null): string | null {
  if (timeCompression === null) return null;
  if (timeCompression === 1) {
    return 'Measured on the local stand-in for AWS in real time.';
  }
  return `Measured on the local stand-in for AWS with AWS durations divided by ${timeCompression}: on AWS, scaling takes about ${timeCompression} times as long.`;
}

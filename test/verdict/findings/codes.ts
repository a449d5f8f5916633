/** What a run is found to have, as codes. */
import { analyse } from '../../../src/analysis/analyse.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { findings } from '../../../src/verdict/findings/findings.ts';
import { type Finding, findingSchema } from '../../../src/verdict/verdict.ts';

export function findingsOf(record: RunRecord): Finding[] {
  const found = findings(analyse(record));
  for (const finding of found) findingSchema.parse(finding);
  return found;
}

export function problemsOf(record: RunRecord): string[] {
  return codes(record, 'problem');
}

export function notesOf(record: RunRecord): string[] {
  return codes(record, 'note');
}

export function findingOf(record: RunRecord, code: string): Finding | undefined {
  return findingsOf(record).find((finding) => finding.code === code);
}

function codes(record: RunRecord, severity: Finding['severity']): string[] {
  return findingsOf(record)
    .filter((finding) => finding.severity === severity)
    .map((finding) => finding.code);
}

/** Findings as rows of text for every report: problems first, each with its evidence. */
import type { Finding } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';
import { FINDING_WORDS } from './status-words.ts';

export interface FindingRow {
  readonly severity: Finding['severity'];
  readonly mark: string;
  readonly word: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  /** `aws.ndjson:12, 40, 77`, files separated by semicolons; empty without evidence. */
  readonly evidence: string;
}

/** Problems, then notes; within each in the order of the verdict. */
export function inReadingOrder(findings: readonly Finding[]): Finding[] {
  const of = (severity: Finding['severity']): readonly Finding[] =>
    findings.filter((finding) => finding.severity === severity);
  return [...of('problem'), ...of('note')];
}

export function findingRows(findings: readonly Finding[]): FindingRow[] {
  return inReadingOrder(findings).map((finding) => ({
    severity: finding.severity,
    ...FINDING_WORDS[finding.severity],
    code: plainText(finding.code),
    message: plainText(finding.message),
    advice: plainText(finding.advice),
    evidence: evidenceText(finding.evidence),
  }));
}

/** `aws.ndjson:12, 40; load.ndjson:7`; empty without evidence. */
export function evidenceText(evidence: Finding['evidence']): string {
  return evidence
    .map(({ file, lines }) => (lines.length === 0 ? file : `${file}:${lines.join(', ')}`))
    .join('; ');
}

/** A comparison as GitHub-flavoured Markdown, for a job's summary or an issue. */
import type { Comparison } from '../history/compare.ts';
import { comparisonHeadline, comparisonRows, runsInWords } from './comparison-rows.ts';
import { markdownText as text } from './markdown-text.ts';

export function comparisonMarkdown(comparison: Comparison, leftOut: readonly string[]): string {
  const rows = comparisonRows(comparison).map(
    ({ title, base, candidate, change, interval, p, word }) =>
      `| ${[title, base, candidate, change, interval, p, word].map(text).join(' | ')} |`,
  );
  return [
    `## ${text(comparisonHeadline(comparison))}`,
    `Base: ${text(runsInWords(comparison.base))}. Candidate: ${text(runsInWords(comparison.candidate))}.`,
    [
      '| Metric | Base | Candidate | Change | 95 % interval | p | |',
      '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
      ...rows,
    ].join('\n'),
    ...leftOut.map((sentence) => `> **Note:** ${text(sentence)}`),
    '',
  ].join('\n\n');
}

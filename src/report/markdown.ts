/** The verdict as GitHub-flavoured Markdown, for a CI job's summary. */
import type { ScalingEvent } from '../analysis/scaling-event.ts';
import { causingFinding } from '../verdict/cause.ts';
import { definitionOf } from '../verdict/checks/registry.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { carriedRows } from './capacity-words.ts';
import { checkGroups } from './check-groups.ts';
import { failureRows, statusRows } from './failure-rows.ts';
import { findingRows } from './finding-rows.ts';
import { instanceRows } from './instance-words.ts';
import { lagRows } from './lag-words.ts';
import { concurrencyRows, durationRows, outcomeRows, requestRows, whyNoLoad } from './load-rows.ts';
import { markdownText as text } from './markdown-text.ts';
import { runInWords } from './run-facts.ts';
import { settingRows } from './setting-rows.ts';
import { eventRemarks, eventTitle, stageRows } from './stage-rows.ts';
import { attemptNote, compressionNote, endingNote, STATUS_WORDS } from './status-words.ts';
import { truncate } from './text-columns.ts';
import { workerRows } from './worker-words.ts';

export function renderMarkdown(verdict: Verdict): string {
  const { mark, word } = STATUS_WORDS[verdict.status];
  const blocks = [
    `## ${mark} ${word}: ${text(verdict.headline)}`,
    ...cause(verdict),
    `Scenario ${text(runInWords(verdict))}`,
    ...[
      attemptNote(verdict.attempt),
      endingNote(verdict.ended),
      compressionNote(verdict.timeCompression),
    ]
      .filter((note) => note !== null)
      .map((note) => `> **Note:** ${text(note)}`),
    '### Checks',
    checks(verdict),
    ...findings(verdict),
    ...verdict.scalingEvents.flatMap(eventBlocks),
    '### Load',
    load(verdict),
    ...failures(verdict),
    ...settings(verdict),
    ...(verdict.caveats.length > 0
      ? ['### Caveats', verdict.caveats.map((caveat) => `- ${text(caveat)}`).join('\n')]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function cause(verdict: Verdict): string[] {
  const found = causingFinding(verdict);
  if (found === null) return [];
  return [`**Cause:** ${text(found.message)}\\\n**Do:** ${text(found.advice)}`];
}

function checks(verdict: Verdict): string {
  if (verdict.checks.length === 0) return 'No checks ran.';
  const { configured, others } = checkGroups(verdict.checks);
  const rows = configured.map((check) => [
    `${STATUS_WORDS[check.status].mark} ${STATUS_WORDS[check.status].word}`,
    definitionOf(check.id).title,
    check.observed,
    check.limit,
    check.status === 'pass' ? '' : check.message,
  ]);
  return [
    ...(rows.length > 0 ? [table(['Status', 'Check', 'Observed', 'Limit', 'Why'], rows)] : []),
    ...others.map(([why, ids]) => `${why}: ${ids}`),
  ].join('\n\n');
}

function findings(verdict: Verdict): string[] {
  const rows = findingRows(verdict.findings).map((row) => [
    `${row.mark} ${row.word}`,
    row.code,
    row.message,
    row.advice,
    row.evidence,
  ]);
  const head = ['', 'Code', 'Observed', 'Advice', 'Evidence'];
  return rows.length === 0 ? [] : ['### Findings', table(head, rows)];
}

function eventBlocks(event: ScalingEvent, index: number): string[] {
  const parts = lagRows(event).map((row) => [row.name, row.took, row.plusMinus, row.share]);
  return [
    `### ${text(eventTitle(event, index))}`,
    ...eventRemarks(event).map(text),
    ...(parts.length > 0 ? [table(['Part', 'Took', '±', 'Share'], parts)] : []),
    table(
      ['', 'Stage', 'At', 'Wait', '±', 'Source', 'Note'],
      stageRows(event, index).map((row) => [
        row.tag,
        row.title,
        row.at,
        row.wait,
        row.plusMinus,
        row.source,
        row.note,
      ]),
    ),
  ];
}

function settings(verdict: Verdict): string[] {
  const rows = settingRows(verdict);
  if (rows.length === 0) return [];
  return ['### Configuration observed', table(['Setting', 'Value'], rows)];
}

const RESPONSE_CHARACTERS = 200;

function failures({ load: totals }: Verdict): string[] {
  const rows = failureRows(totals).map(({ kind, when, response }) => [
    kind,
    when,
    truncate(response, RESPONSE_CHARACTERS),
  ]);
  if (rows.length === 0) return [];
  return ['### Failing responses', table(['Outcome', 'Request', 'Response'], rows)];
}

function load(verdict: Verdict): string {
  const { load: totals, instances } = verdict;
  const unknown = whyNoLoad(verdict);
  if (unknown !== null) {
    return table(['Load', ''], [['requests', unknown], ...instanceRows(instances, 'instances')]);
  }
  const rows = [
    ...requestRows(totals),
    ...workerRows(totals),
    ...outcomeRows(totals),
    ...statusRows(totals).map(([status, times]) => [`HTTP ${status}`, times] as const),
    ...durationRows(totals).map(
      ({ name, p50, p95, p99, max }) =>
        [name, `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max}`] as const,
    ),
    ...concurrencyRows(verdict.concurrency),
    ...instanceRows(instances, 'instances'),
    ...carriedRows(verdict, 'carried'),
  ];
  return table(['Load', ''], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

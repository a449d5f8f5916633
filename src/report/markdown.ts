/** The verdict as GitHub-flavoured Markdown, for a CI job's summary. */
import type { Verdict } from '../verdict/verdict.ts';
import { count } from './figures.ts';
import { durationRows, outcomeRows, requestRows } from './load-rows.ts';
import { markdownText as text } from './markdown-text.ts';
import { eventTitle, stageRows } from './stage-rows.ts';
import { CHECK_TITLES, compressionNote, endingNote, STATUS_WORDS } from './status-words.ts';

export function renderMarkdown(verdict: Verdict): string {
  const { mark, word } = STATUS_WORDS[verdict.status];
  const blocks = [
    `## ${mark} ${word}: ${text(verdict.headline)}`,
    facts(verdict),
    ...[endingNote(verdict.ended), compressionNote(verdict.timeCompression)]
      .filter((note) => note !== null)
      .map((note) => `> **Note:** ${text(note)}`),
    '### Checks',
    checks(verdict),
    ...verdict.scalingEvents.flatMap((event, index) => [
      `### ${text(eventTitle(event, index))}`,
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
    ]),
    '### Load',
    load(verdict),
    ...(verdict.caveats.length > 0
      ? ['### Caveats', verdict.caveats.map((caveat) => `- ${text(caveat)}`).join('\n')]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function facts({ scenario, runId }: Verdict): string {
  const { name, system, environment, engine, seed } = scenario;
  return `Scenario ${text(name)} (${text(system)}, ${text(environment)}, ${text(engine)}), seed ${seed}, run ${text(runId)}`;
}

function checks(verdict: Verdict): string {
  if (verdict.checks.length === 0) return 'None were made.';
  return table(
    ['Status', 'Check', 'Observed', 'Limit', 'Why'],
    verdict.checks.map((check) => [
      `${STATUS_WORDS[check.status].mark} ${STATUS_WORDS[check.status].word}`,
      CHECK_TITLES[check.id],
      check.observed,
      check.limit,
      check.status === 'pass' || check.status === 'skipped' ? '' : check.message,
    ]),
  );
}

function load({ load: totals, instances }: Verdict): string {
  const rows = [
    ...requestRows(totals),
    ...outcomeRows(totals),
    ...durationRows(totals).map(
      ({ name, p50, p95, p99, max }) =>
        [name, `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max}`] as const,
    ),
    [
      'instances',
      `${count(instances.first)} at first, ${count(instances.peak)} at most, ${count(instances.last)} at last`,
    ] as const,
  ];
  return table(['Load', ''], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

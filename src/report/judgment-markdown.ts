/** A judgment of nights as GitHub-flavoured Markdown: for a job's summary, and ready for an issue. */
import type { HistoryJudgment } from '../history/judge-history.ts';
import { judgmentHeadline, judgmentRows } from './judgment-rows.ts';
import { markdownText as text } from './markdown-text.ts';
import { nightInWords } from './run-words.ts';
import { truncate } from './text-columns.ts';

export function judgmentMarkdown(judgment: HistoryJudgment): string {
  const { newest, series, leftOut } = judgment;
  const rows = judgmentRows(judgment).map(
    ({ word, title, was, now, change, since, lastGood }) =>
      `| ${[word, title, was, now, change, since, lastGood].map(text).join(' | ')} |`,
  );
  const { scenario, environment } = newest.key;
  return [
    `## ${text(judgmentHeadline(judgment))}`,
    `Scenario ${text(scenario)}, environment ${text(environment)}, night ${text(nightInWords(newest))} (run ${text(newest.runId)}, series ${text(series)}).`,
    ...(rows.length > 0
      ? [
          [
            '| | Metric | Was | Is | Change | First night | Last good night |',
            '| --- | --- | ---: | ---: | ---: | --- | --- |',
            ...rows,
          ].join('\n'),
        ]
      : []),
    ...leftOut.map((sentence) => `> **Note:** ${text(sentence)}`),
  ].join('\n\n');
}

const TITLE = 160;

/** With a first line to take for the title, and what whoever reads the issue can do. */
export function issueText(judgment: HistoryJudgment): string {
  const { newest } = judgment;
  const changed = judgment.metrics.filter(({ judgment: { state } }) => state === 'regression');
  const [first] = changed.toSorted(
    (a, b) => (a.firstChanged?.startedAtMs ?? 0) - (b.firstChanged?.startedAtMs ?? 0),
  );
  const good = first?.lastGood;
  const bad = first?.firstChanged;
  const { scenario, environment } = newest.key;
  return [
    // GitHub takes titles of up to 256 characters.
    `# ${text(truncate(`${scenario} (${environment}): ${judgmentHeadline(judgment)}`, TITLE))}`,
    judgmentMarkdown(judgment).replace(/^## /, ''),
    '### What to do',
    [
      ...(good?.commit && bad?.commit
        ? [`- Look at what changed: \`git log ${good.commit}..${bad.commit}\``]
        : []),
      `- Compare the two: \`npx scaleproof compare ${good?.runId} ${bad?.runId}\``,
      `- If this is how it should be: \`npx scaleproof history accept ${bad?.runId} --because "..."\``,
    ].join('\n'),
    '',
  ].join('\n\n');
}

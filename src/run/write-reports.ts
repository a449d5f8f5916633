/** Judges a run directory and writes its reports into it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTimeline } from '../analysis/build-timeline.ts';
import { citedLines } from '../record/cited-lines.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { readRun } from '../record/read.ts';
import { renderHtml } from '../report/html.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';

export const HTML_REPORT = 'report.html';

/** @throws UnreadableRunError when the directory is not a run; RunNotWrittenError */
export async function writeReports(directory: string): Promise<Verdict> {
  const record = await readRun(directory);
  const verdict = judge(record);
  const files = {
    'verdict.json': `${JSON.stringify(verdict, null, 2)}\n`,
    [HTML_REPORT]: renderHtml(verdict, buildTimeline(record), citedLines(record, verdict.findings)),
    'report.md': renderMarkdown(verdict),
    'junit.xml': renderJunit(verdict),
  };
  await Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const file = join(directory, name);
      await writeFile(file, text).catch((cause: unknown) => {
        throw new RunNotWrittenError(file, cause);
      });
    }),
  );
  return verdict;
}

/** Shows a run's progress, then its verdict. Shared by `run` and `collect`. */
import { join } from 'node:path';
import { renderJunit } from '../report/junit.ts';
import { plainText } from '../report/plain-text.ts';
import type { Attempts } from '../run/attempts.ts';
import type { RunOptions, RunResult } from '../run/run.ts';
import { HTML_REPORT } from '../run/write-reports.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { outputTo } from './output.ts';
import { createProgressDisplay, noProgress } from './progress.ts';
import { showVerdict } from './show-verdict.ts';
import { writeNamed } from './write-named.ts';

interface ShowFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ui: boolean;
  readonly junit?: string;
  readonly record: boolean;
  readonly history: string;
}

/**
 * @param exit called immediately on a second signal
 * @param work its result is null when interrupted before there was anything to judge
 * @returns the exit code
 */
export async function showRun(
  { json, quiet, ui, junit, record, history }: ShowFlags,
  exit: (code: number) => void,
  work: (
    watched: Pick<RunOptions, 'signal' | 'onProgress' | 'onBegin'>,
  ) => Promise<Attempts<RunResult>>,
): Promise<number> {
  const output = outputTo(json ? process.stderr : process.stdout, process.env);
  const display = quiet ? noProgress() : createProgressDisplay(output);
  const page = ui ? await (await import('./live-page.ts')).servePage(display) : null;
  const interrupt = onInterrupt((code) => {
    display.end();
    exit(code);
  });
  let shown: string | null = null;
  try {
    const { result, notRepeated } = await work({
      signal: interrupt.signal,
      onProgress: (progress) => {
        display.show(progress);
        page?.show(progress);
      },
      onBegin: (directory) => {
        shown = directory;
        page?.begun(directory);
      },
    });
    shown = result?.directory ?? null;
    display.end();
    const interrupted = interrupt.exitCode();
    if (!result) {
      output.write('Interrupted before any load was sent; nothing was written.\n');
      return interrupted ?? 130;
    }
    if (json) process.stdout.write(`${JSON.stringify(result.verdict, null, 2)}\n`);
    else showVerdict(result.verdict, join(result.directory, HTML_REPORT), output, quiet);
    if (notRepeated !== null) output.write(`${plainText(notRepeated)}\n`);
    if (junit !== undefined) writeNamed('--junit', junit, renderJunit(result.verdict));
    await tellCi(result);
    if (record) {
      const { addRuns } = await import('./history/add-runs.ts');
      await addRuns(history, [result.directory]);
    }
    return interrupted ?? exitCodeOf(result.verdict.status);
  } finally {
    display.end();
    await page?.end(shown);
    interrupt.dispose();
  }
}

async function tellCi({ verdict }: RunResult): Promise<void> {
  const { annotate, appendToJobSummary } = await import('./job-summary.ts');
  const { annotations } = await import('../report/annotations.ts');
  const { renderMarkdown } = await import('../report/markdown.ts');
  appendToJobSummary(renderMarkdown(verdict));
  annotate(annotations(verdict));
}

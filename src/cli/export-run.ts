/** `scaleproof report RUN --format ...`: a run in the formats of other tools, printed, written or pushed. */
import { buildTimeline } from '../analysis/build-timeline.ts';
import type { Timeline } from '../analysis/timeline.ts';
import type { Signal } from '../export/otlp-run.ts';
import { UserError } from '../input/user-error.ts';
import { readRun } from '../record/read.ts';
import { renderOpenMetrics } from '../report/openmetrics.ts';
import { renderTimelineCsv } from '../report/timeline-csv.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { ExportFlags } from './export-options.ts';
import { writeNamed } from './write-named.ts';

/**
 * Reads the run and writes nothing into it.
 *
 * @returns once written or received
 * @throws UserError, UnreadableRunError, FailedPushError
 */
export async function exportRun(
  directory: string,
  flags: ExportFlags & { readonly quiet: boolean },
): Promise<void> {
  const record = await readRun(directory);
  const verdict = judge(record);
  const timeline = buildTimeline(record);
  if (flags.push !== undefined) {
    const words = await push(verdict, timeline, flags, flags.push);
    if (!flags.quiet) process.stdout.write(words);
    return;
  }
  const text = await render(verdict, timeline, flags);
  if (flags.to === undefined) process.stdout.write(text);
  else writeNamed('--to', flags.to, text);
}

async function render(
  verdict: Verdict,
  timeline: Timeline,
  { format, signal }: ExportFlags,
): Promise<string> {
  switch (format) {
    case 'csv':
      return renderTimelineCsv(verdict, timeline);
    case 'openmetrics':
      return renderOpenMetrics(verdict);
    case 'otlp': {
      const { renderOtlp } = await import('../export/otlp-run.ts');
      return renderOtlp(verdict, timeline, signalsOf(signal));
    }
  }
}

async function push(
  verdict: Verdict,
  timeline: Timeline,
  { format, signal }: ExportFlags,
  to: string,
): Promise<string> {
  switch (format) {
    case 'csv':
      throw new UserError(
        '--push sends --format openmetrics or otlp, not csv; write CSV to a file with --to FILE.',
      );
    case 'openmetrics': {
      const { pushOpenMetrics } = await import('../export/push-openmetrics.ts');
      return pushOpenMetrics(verdict, to, process.env);
    }
    case 'otlp': {
      const { pushOtlp } = await import('../export/otlp-run.ts');
      return pushOtlp(verdict, timeline, signalsOf(signal), { to, env: process.env });
    }
  }
}

function signalsOf(signal: Signal | undefined): readonly Signal[] {
  return signal === undefined ? ['traces', 'metrics'] : [signal];
}

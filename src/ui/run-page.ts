/** What the page shows of a run that is going on, read from the run directory as `report` reads it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTimeline } from '../analysis/build-timeline.ts';
import { citedLines } from '../record/cited-lines.ts';
import { readRun } from '../record/read.ts';
import {
  type LiveProgress,
  liveParts,
  noReportParts,
  type SeenSoFar,
  seenSoFar,
} from '../report/html/live-page.ts';
import { type PageParts, reportParts } from '../report/html/report-parts.ts';
import { judge } from '../verdict/judge.ts';
import { restAfter } from './pace.ts';
import type { PageProgress } from './page-messages.ts';

const FILES = ['manifest.json', 'load.ndjson', 'aws.ndjson'];

const NO_REPORT = 'The run ended before there was anything to report.';

export class RunPage {
  #progress: LiveProgress = { step: 'preflight', elapsedSeconds: 0, totalSeconds: null };
  #step: Pick<Extract<PageProgress, { kind: 'step' }>, 'step' | 'message'> | null = null;
  #directory: string | null = null;
  #seen: SeenSoFar | null = null;
  /** Sizes and times of the files when they were last read. */
  #version = '';
  #restUntilMs = Number.NEGATIVE_INFINITY;

  get directory(): string | null {
    return this.#directory;
  }

  begun(directory: string): void {
    this.#directory = directory;
    this.#seen = null;
    this.#version = '';
    this.#restUntilMs = Number.NEGATIVE_INFINITY;
  }

  follow(progress: PageProgress): void {
    if (progress.kind === 'step') {
      const { kind: _, ...start } = progress;
      this.#step = start;
      this.#progress = { ...start, elapsedSeconds: 0, totalSeconds: null };
      return;
    }
    // What a step said when it began holds as long as it lasts.
    const message = progress.view.step === this.#step?.step ? { message: this.#step.message } : {};
    this.#progress = { ...message, ...progress.view };
  }

  /** Reads what is recorded, unless nothing changed or the last reading was too short a time ago. */
  async refresh(nowMs: () => number = () => performance.now()): Promise<void> {
    const directory = this.#directory;
    if (directory === null || nowMs() < this.#restUntilMs) return;
    const version = await versionOf(directory);
    if (version === this.#version) return;
    const startedMs = nowMs();
    const record = await readRun(directory);
    const seen = seenSoFar(judge(record), buildTimeline(record));
    // Another attempt may have begun while this one was read.
    if (directory !== this.#directory) return;
    this.#seen = seen;
    this.#version = version;
    this.#restUntilMs = nowMs() + restAfter(nowMs() - startedMs);
  }

  now(): PageParts {
    return liveParts(this.#progress, this.#seen);
  }
}

/** The same parts as those of `report.html`. */
export async function endedParts(directory: string | null): Promise<PageParts> {
  if (directory === null) return noReportParts(NO_REPORT);
  try {
    const record = await readRun(directory);
    const verdict = judge(record);
    return reportParts(verdict, buildTimeline(record), citedLines(record, verdict.findings));
  } catch (cause) {
    return noReportParts((cause as Error).message);
  }
}

async function versionOf(directory: string): Promise<string> {
  const files = await Promise.all(
    FILES.map((name) => stat(join(directory, name)).catch(() => null)),
  );
  return files.map((file) => (file === null ? '-' : `${file.size}/${file.mtimeMs}`)).join(' ');
}

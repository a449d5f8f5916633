/**
 * Shows a run's progress: redrawn in place in a terminal, plain lines elsewhere (pipes, CI).
 */
import { createLogUpdate } from 'log-update';
import { renderLive, renderProgressLine } from '../report/live.ts';
import { type LiveView, stepInWords } from '../report/live-view.ts';
import type { Progress } from '../run/live-feed.ts';
import type { Output } from './output.ts';

/** Seconds between plain lines: a compromise between live progress and the size of a CI log. */
const LINE_EVERY_SECONDS = 5;

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Leaves the terminal clean for the verdict. */
  end(): void;
}

export function createProgressDisplay(output: Output): ProgressDisplay {
  return output.isTerminal ? onTerminal(output) : asLines(output);
}

/** With --quiet. */
export function noProgress(): ProgressDisplay {
  return { show() {}, end() {} };
}

function onTerminal(output: Output): ProgressDisplay {
  const update = createLogUpdate(output.stream, { showCursor: true });
  return {
    show(progress) {
      if (progress.kind === 'step') {
        // Clear the previous step's screen, but keep its line.
        update.clear();
        output.write(`${stepLine(progress)}\n`);
        return;
      }
      const { columns, rows, color } = output;
      update(renderLive(progress.view, { columns, rows, color }));
    },
    end() {
      update.clear();
      update.done();
    },
  };
}

function asLines(output: Output): ProgressDisplay {
  let lastSeconds = Number.NEGATIVE_INFINITY;
  let lastStep = '';
  function isDue({ step, elapsedSeconds }: LiveView): boolean {
    if (step === lastStep && elapsedSeconds - lastSeconds < LINE_EVERY_SECONDS - 0.5) return false;
    lastStep = step;
    lastSeconds = elapsedSeconds;
    return true;
  }
  return {
    show(progress) {
      if (progress.kind === 'step') output.write(`${stepLine(progress)}\n`);
      else if (isDue(progress.view)) output.write(`${renderProgressLine(progress.view)}\n`);
    },
    end() {},
  };
}

function stepLine({ step, attempt, message }: Extract<Progress, { kind: 'step' }>): string {
  return `${stepInWords(step, attempt)}: ${message}`;
}

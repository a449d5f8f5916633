/** `run --retries`: a run, and as many more as it takes to settle it. */
import { readRun } from '../record/read.ts';
import type { LiveAttempt } from '../report/live-view.ts';
import { doubtsOf } from '../verdict/retry.ts';
import { type Attempts, repeat } from './attempts.ts';
import type { Progress } from './live-feed.ts';
import { type OwnRunResult, type RunOptions, run } from './run.ts';
import { untilEndpointAsBefore } from './until-as-before.ts';

export interface RunAttemptsOptions extends RunOptions {
  /** Attempts after the first. */
  readonly retries: number;
  /** How long the endpoint may take between two attempts to be as before the first. */
  readonly retryWaitSeconds: number;
}

/** @throws UserError when a prerequisite of the first attempt is missing */
export async function runAttempts(options: RunAttemptsOptions): Promise<Attempts<OwnRunResult>> {
  const { retries, retryWaitSeconds: maxSeconds, scenario, signal, onProgress } = options;
  if (retries === 0) return { result: await run(options), notRepeated: null };
  return repeat<OwnRunResult>(retries, {
    run: (attempt, shown) =>
      run({ ...options, attempt, onProgress: (one) => onProgress(named(one, shown)) }),
    doubts: async ({ directory, verdict }) => doubtsOf(verdict, (await readRun(directory)).aws),
    // A stand-in of the run's own is started anew; without an endpoint there is nothing to look at.
    ready: async ({ instancesBefore: instances }) =>
      scenario.standIn === null && scenario.watch !== null
        ? untilEndpointAsBefore(scenario.watch, {
            ...{ instances, maxSeconds, signal },
            onWait: (message) => onProgress({ kind: 'step', step: 'scale-in', message }),
          })
        : null,
    onRepeat: ({ reasons }, { number, of }) =>
      onProgress({
        kind: 'step',
        step: 'retry',
        message: `attempt ${number - 1} of ${of} was inconclusive (${reasons.join(', ')})`,
      }),
    signal,
  });
}

function named(progress: Progress, attempt: LiveAttempt): Progress {
  return progress.kind === 'step'
    ? { ...progress, attempt }
    : { ...progress, view: { ...progress.view, attempt } };
}

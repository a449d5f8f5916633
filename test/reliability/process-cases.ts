/** Processes of a run that end when they should not, or are told to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { behindFlakyAws } from './behind-flaky-aws.ts';
import type { LiveRun } from './live-run.ts';
import { descendantsOf } from './process-tree.ts';
import { ANSWERS_ALONE, ENDLESS, holdFor } from './quick-settings.ts';
import type { Outcome, ReliabilityCase } from './reliability-case.ts';

export const PROCESS_CASES: readonly ReliabilityCase[] = [
  {
    fault: 'The engine crashes',
    injected: "kill -9 of Artillery's process while the load runs",
    scene: () => ({
      settings: [ANSWERS_ALONE, ENDLESS],
      async inject(run) {
        await run.loadedFor(3);
        run.mark();
        for (const { pid } of enginesOf(run)) process.kill(pid, 'SIGKILL');
      },
    }),
    expected: cut(
      { exit: 4, status: 'error', ended: 'failed', reportExit: null },
      ['The load engine exited early (SIGKILL); see engine.log'],
      {},
    ),
  },
  {
    fault: 'SIGINT twice',
    injected: 'a second SIGINT while the command still waits for AWS, which hangs',
    scene: () =>
      behindFlakyAws([ANSWERS_ALONE, ENDLESS], async (run, aws) => {
        await run.loadedFor(3);
        run.mark();
        aws.hang();
        run.command.process.kill('SIGINT');
        await insist(run, 'SIGINT');
      }),
    expected: cut({ exit: 130, status: 'inconclusive', ended: 'cut-off', reportExit: 3 }, [
      'it has no recorded end',
    ]),
  },
  {
    fault: 'SIGKILL before the first request',
    injected: 'kill -9 of the command while the engine starts',
    scene: () => ({
      settings: [ANSWERS_ALONE, ENDLESS],
      async inject(run) {
        await engineStarted(run);
        run.mark();
        run.command.process.kill('SIGKILL');
      },
    }),
    expected: cut(
      { exit: 'SIGKILL', status: 'inconclusive', ended: 'cut-off', reportExit: 3 },
      ['it has no recorded end'],
      {
        'load-delivered': 'inconclusive cut-off',
        'generator-lag': 'inconclusive no-samples',
        errors: 'inconclusive no-samples',
        accuracy: 'inconclusive no-predictions',
      },
    ),
  },
  {
    fault: 'SIGKILL after the load',
    injected: 'kill -9 of the command while it waits for the last datapoints',
    scene: () => ({
      settings: [ANSWERS_ALONE, holdFor(4), 'scaleproof.settle.untilScaleIn=true'],
      async inject(run) {
        await run.command.shown('Waiting for the last metrics');
        run.mark();
        run.command.process.kill('SIGKILL');
      },
    }),
    expected: cut({ exit: 'SIGKILL', status: 'inconclusive', ended: 'cut-off', reportExit: 3 }, [
      'it has no recorded end',
    ]),
  },
];

async function engineStarted(run: LiveRun): Promise<void> {
  const hasBegun = () =>
    run.directory !== null &&
    existsSync(join(run.directory, 'manifest.json')) &&
    descendantsOf(run.pid).some(({ commandLine }) => /artillery/.test(commandLine));
  while (!hasBegun()) await delay(20);
}

function enginesOf(run: LiveRun): { pid: number }[] {
  const engines = descendantsOf(run.pid).filter(({ commandLine }) => /artillery/.test(commandLine));
  if (engines.length === 0) throw new Error('the run has no engine');
  return engines;
}

/** Within half a second a signal that comes again is taken for the same one. */
async function insist(run: LiveRun, signal: NodeJS.Signals): Promise<void> {
  const again = setInterval(() => run.command.process.kill(signal), 700);
  await run.command.finished;
  clearInterval(again);
}

function cut(
  outcome: Pick<Outcome, 'exit' | 'status' | 'ended' | 'reportExit'>,
  says: string[],
  checks: Outcome['checks'] = { 'load-delivered': 'inconclusive cut-off' },
): Outcome {
  return { ...outcome, checks, problems: [], says };
}

/** Runs the steps of a distribution in a shell, one after the other. */
import { spawn } from 'node:child_process';
import type { Step } from './prepared.ts';

export interface StepsEnd {
  /** 0, or the exit code of the step that ended it; of the last one, also a code that it accepts. */
  readonly code: number;
  /** Null when all were run. */
  readonly failed: Step | null;
}

/**
 * @param scaleproof words of a shell that start this Scaleproof
 * @param onStep called before each, for progress
 */
export async function runSteps(
  steps: readonly Step[],
  scaleproof: string,
  onStep: (step: Step) => void,
): Promise<StepsEnd> {
  let code = 0;
  for (const step of steps) {
    onStep(step);
    code = await run(step.command, scaleproof);
    if (code !== 0 && !step.accepts?.includes(code)) return { code, failed: step };
  }
  return { code, failed: null };
}

const NOT_STARTED = 127;

/** The steps are written to be typed; run from here, `npx scaleproof` is this one, wherever it is installed. */
function standingFor(scaleproof: string): string {
  return `npx() {
  if [ "$1" = scaleproof ]; then
    shift
    ${scaleproof} "$@"
  else
    command npx "$@"
  fi
}`;
}

/** What a command prints is for the user: the result of `distribute` itself has stdout to itself. */
function run(command: string, scaleproof: string): Promise<number> {
  const child = spawn(`${standingFor(scaleproof)}\n${command}`, {
    shell: true,
    stdio: ['inherit', 2, 2],
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(NOT_STARTED));
    child.once('exit', (code) => resolve(code ?? NOT_STARTED));
  });
}

/** Runs the Lambda function in real time: waits out a cold start, then calls its handler. */
import type { Execution, LambdaFunction } from '../../simulation/lambda-function.ts';

/** Call once, when the handler is done. @param failed on an uncaught error */
export type Ended = (failed: boolean) => void;

/**
 * @param handler receives its execution environment and start time
 * @returns false when the invocation is throttled; the handler then never runs
 */
export function runFunction(
  lambda: LambdaFunction,
  nowMs: () => number,
  handler: (ended: Ended, execution: Execution) => void,
): boolean {
  const execution = lambda.begin(nowMs());
  if (!execution) return false;
  const run = () => handler((failed) => lambda.end(execution, nowMs(), failed), execution);
  if (!waits(execution, run)) run();
  return true;
}

function waits({ initMs }: Execution, run: () => void): boolean {
  if (initMs === 0) return false;
  setTimeout(run, initMs).unref();
  return true;
}

/** Runs the Lambda function in real time: waits for a cold start, then hands over to its handler. */
import type { Execution, LambdaFunction } from '../../simulation/lambda-function.ts';

/** To be called once, when the handler is done. @param failed it raised an error nobody caught */
export type Ended = (failed: boolean) => void;

/**
 * @param handler is told what it runs in, and since when
 * @returns false when the invocation is throttled: then the handler never runs
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

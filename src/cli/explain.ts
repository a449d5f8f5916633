/** What is said of a command that failed: a mistake in one sentence, a bug with its stack. */
import { UserError } from '../input/user-error.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { UnreadableRunError } from '../record/read-manifest.ts';
import { EXIT_HARNESS_FAILED, EXIT_USAGE } from './exit-codes.ts';

/** Says on stderr what went wrong. @returns the exit code for it */
export function explain(cause: unknown): number {
  if (cause instanceof UserError || cause instanceof UnreadableRunError) {
    process.stderr.write(`${cause.message}\n`);
    return EXIT_USAGE;
  }
  if (cause instanceof RunNotWrittenError) {
    process.stderr.write(`${cause.message}\n`);
    return EXIT_HARNESS_FAILED;
  }
  const trace = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`Scaleproof itself failed; please report this.\n${trace}\n`);
  return EXIT_HARNESS_FAILED;
}

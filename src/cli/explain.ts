/** Explains why a command failed: one sentence for a usage error, a stack trace for a bug. */
import { UserError } from '../input/user-error.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { UnreadableRunError } from '../record/read-manifest.ts';
import { EXIT_HARNESS_FAILED, EXIT_USAGE } from './exit-codes.ts';

/** Prints the error to stderr. @returns its exit code */
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
  process.stderr.write(`Internal error in Scaleproof; please report it.\n${trace}\n`);
  return EXIT_HARNESS_FAILED;
}

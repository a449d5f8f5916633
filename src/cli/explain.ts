/** Explains why a command failed: one sentence for a usage error, a stack trace for a bug. */
import { CommanderError } from 'commander';
import { type Problem, problemOf } from './problem.ts';

/**
 * Prints the error to stderr. With `--json` stdout gets it as an object, and with `--junit` the file gets
 * it as a test case, so that a pipeline shows why nothing ran.
 *
 * @param args the command line, because an error may be that it cannot be parsed
 * @returns the exit code
 */
export async function explain(cause: unknown, args: readonly string[]): Promise<number> {
  const problem = problemOf(cause);
  // Commander has printed its own.
  if (!(cause instanceof CommanderError)) process.stderr.write(`${inWords(problem, cause)}\n`);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(problem, null, 2)}\n`);
  const file = optionValue('--junit', args);
  if (file !== null) await writeJunit(problem, args, file);
  return problem.exitCode;
}

function inWords({ kind, message }: Problem, cause: unknown): string {
  if (kind !== 'internal') return message;
  const trace = cause instanceof Error ? (cause.stack ?? message) : message;
  return `Internal error in Scaleproof; please report it.\n${trace}`;
}

async function writeJunit(problem: Problem, args: readonly string[], file: string): Promise<void> {
  const { renderJunitError } = await import('../report/junit-error.ts');
  const { writeNamed } = await import('./write-named.ts');
  const [command = 'scaleproof'] = args.filter((text) => !text.startsWith('-'));
  try {
    writeNamed('--junit', file, renderJunitError({ ...problem, command }));
  } catch (cause) {
    // The first error is the one to act on; its exit code stays.
    process.stderr.write(`${(cause as Error).message}\n`);
  }
}

/** Of `--flag VALUE` or `--flag=VALUE`. */
function optionValue(flag: string, args: readonly string[]): string | null {
  const at = args.findIndex((text) => text === flag || text.startsWith(`${flag}=`));
  if (at === -1) return null;
  const text = args[at]!;
  return (text === flag ? args[at + 1] : text.slice(flag.length + 1)) || null;
}

/** Why a command did not do its work, as an object for scripts. */
import { CommanderError } from 'commander';
import { FailedPushError } from '../export/failed-push.ts';
import { CannotTellError } from '../input/cannot-tell-error.ts';
import { UserError } from '../input/user-error.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { UnreadableRunError } from '../record/read-manifest.ts';
import { EXIT_CANNOT_TELL, EXIT_HARNESS_FAILED, EXIT_USAGE } from './exit-codes.ts';

export interface Problem {
  readonly status: 'error';
  readonly exitCode: number;
  /**
   * `usage`: the command line. `configuration`: a file, or what a flag set. `credentials`, `aws`: what
   * AWS answered. `run`: a run directory. `push`: the receiver of a push. `internal`: a bug.
   */
  readonly kind: 'usage' | 'configuration' | 'credentials' | 'aws' | 'run' | 'push' | 'internal';
  /** A line for each thing that is wrong. */
  readonly message: string;
  /** Where the first of them is; null where the message names no file or line. */
  readonly file: string | null;
  readonly line: number | null;
  /** What to do about the first of them; null where nobody knows. */
  readonly next: string | null;
}

export function problemOf(cause: unknown): Problem {
  const { exitCode, kind, message } = classified(cause);
  const [first = ''] = message.split('\n');
  const [, file = null, line] = /^([^:;]+), line (\d+)\b/.exec(first) ?? [];
  return {
    status: 'error',
    exitCode,
    kind,
    message,
    file,
    line: line === undefined ? null : Number(line),
    next: kind === 'usage' ? 'add --help for usage' : nextStep(first),
  };
}

function classified(cause: unknown): Pick<Problem, 'exitCode' | 'kind' | 'message'> {
  if (cause instanceof CommanderError) {
    return { exitCode: EXIT_USAGE, kind: 'usage', message: cause.message.replace(/^error: /, '') };
  }
  if (cause instanceof UserError) {
    return { exitCode: EXIT_USAGE, kind: kindOf(cause), message: cause.message };
  }
  if (cause instanceof CannotTellError) {
    return { exitCode: EXIT_CANNOT_TELL, kind: 'run', message: cause.message };
  }
  if (cause instanceof UnreadableRunError) {
    return { exitCode: EXIT_USAGE, kind: 'run', message: cause.message };
  }
  if (cause instanceof RunNotWrittenError) {
    return { exitCode: EXIT_HARNESS_FAILED, kind: 'run', message: cause.message };
  }
  if (cause instanceof FailedPushError) {
    return { exitCode: EXIT_HARNESS_FAILED, kind: 'push', message: cause.message };
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return { exitCode: EXIT_HARNESS_FAILED, kind: 'internal', message };
}

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Errors of the SDK's that are about who asks; AWS reports the others with these statuses. */
const CREDENTIALS = /Credentials|Token|Signature|AccessDenied|NotAuthorized/i;

function kindOf({ cause }: UserError): Problem['kind'] {
  if (!(cause instanceof Error)) return 'configuration';
  const { name, $metadata } = cause as SdkError;
  const status = $metadata?.httpStatusCode;
  if (CREDENTIALS.test(name) || status === 401 || status === 403) return 'credentials';
  return $metadata === undefined ? 'configuration' : 'aws';
}

/** Messages end with it: after a semicolon, or as a sentence of its own. */
function nextStep(message: string): string | null {
  const semicolon = message.lastIndexOf('; ');
  if (semicolon !== -1) return message.slice(semicolon + 2);
  const sentences = message.split(/(?<=[.?]) (?=[A-Z])/);
  return sentences.length > 1 ? sentences.at(-1)! : null;
}

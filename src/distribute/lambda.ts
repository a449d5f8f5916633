/** Artillery's own command that starts workers as Lambda functions, and what it needs. Pure. */
import { LAMBDA_TIMEOUT_SECONDS } from '../aws/quotas.ts';
import { clock } from '../format/numbers.js';
import { shellWord } from '../format/shell-word.ts';
import { UserError } from '../input/user-error.ts';
import { SCRIPT_FILE } from './artillery-files.ts';
import type { AwsParts } from './aws-parts.ts';
import { loadSecondsOf } from './load-steps.ts';
import { onAws } from './on-aws.ts';
import { LAMBDA_WORKER } from './platforms.ts';
import type { PlatformParts } from './prepared.ts';

/**
 * Of the 15 minutes, what passes before the load at worst: a function waits up to three minutes for the others (its
 * handler's MAX_WAIT_MSEC), after it has installed the engine and before it agrees with them on a start.
 */
const START_SECONDS = 240;
/** And after it: time-outs, and the last samples on their way. */
const END_SECONDS = 30;

export const LAMBDA_LOAD_SECONDS = LAMBDA_TIMEOUT_SECONDS - START_SECONDS - END_SECONDS;

/** @throws UserError for what a Lambda function cannot do */
export function forLambda(parts: AwsParts): PlatformParts {
  const { scenario, distribution } = parts;
  refuseTooLong(loadSecondsOf(distribution));
  refuseSecrets(Object.values(scenario.headersFromEnvironment));
  const what = `Send the load with ${distribution.workers} functions`;
  return onAws(parts, { what, command: loadCommand(parts) }, [
    'Artillery keeps the function for the next load; setting RETAIN_LAMBDA=false removes it.',
  ]);
}

/** As Artillery's `run-lambda` takes them. */
export function lambdaArguments(
  { distribution, directory, region }: AwsParts,
  roleArn: string,
): string[] {
  return [
    ...['run-lambda', `${directory}/${SCRIPT_FILE}`],
    ...['--count', String(distribution.workers), '--region', region],
    ...['--memory-size', String(LAMBDA_WORKER.memoryMb)],
    ...['--lambda-role-arn', roleArn],
  ];
}

/** Only AWS knows the account in the role's ARN. */
function loadCommand(parts: AwsParts): string {
  const here = 'ROLE_ARN';
  const words = lambdaArguments(parts, here).map((word) =>
    word === here
      ? `"$(aws iam get-role --role-name ${shellWord(parts.role)} --query Role.Arn --output text)"`
      : shellWord(word),
  );
  return ['npx artillery', ...words].join(' ');
}

function refuseTooLong(seconds: number): void {
  if (seconds <= LAMBDA_LOAD_SECONDS) return;
  throw new UserError(
    `Lambda ends a worker after ${clock(LAMBDA_TIMEOUT_SECONDS)}, of which up to ${clock(START_SECONDS + END_SECONDS)} are for its start and end, so a load may take ${clock(LAMBDA_LOAD_SECONDS)}, but this plan takes ${clock(seconds)}; use --on fargate, or shorten the phases.`,
  );
}

function refuseSecrets(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new UserError(
    `Artillery can hand ${names.join(', ')} to Lambda workers only through a file in its bucket, where others may read it; use --on fargate, which reads secrets from SSM Parameter Store, or --on k6-operator.`,
  );
}

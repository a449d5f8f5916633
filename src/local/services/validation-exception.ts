/** Validation errors as SageMaker and Application Auto Scaling word them. */
import { AwsError } from '../wire/aws-error.ts';

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function invalidMember(path: string, missing: boolean, problem: string): AwsError {
  const member = path.charAt(0).toLowerCase() + path.slice(1);
  const detail = missing
    ? `Value null at '${member}' failed to satisfy constraint: Member must not be null`
    : `Value at '${member}' failed to satisfy constraint: ${problem}`;
  return validationException(`1 validation error detected: ${detail}`);
}

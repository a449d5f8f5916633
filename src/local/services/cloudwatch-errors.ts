/** CloudWatch's errors, whose names differ between the JSON and Query protocols. */
import { AwsError } from '../wire/aws-error.ts';

export function invalidCloudWatch(path: string, missing: boolean, problem: string): AwsError {
  if (missing) {
    return new AwsError(
      'MissingRequiredParameterException',
      `The request must contain the parameter ${path}.`,
      { queryCode: 'MissingParameter' },
    );
  }
  return invalidValue(`The value of the parameter ${path} is invalid: ${problem}.`);
}

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, {
    queryCode: 'InvalidParameterValue',
  });
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message, {
    queryCode: 'InvalidParameterCombination',
  });
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function invalidToken(): AwsError {
  return new AwsError('InvalidNextToken', 'The next token is not one that was returned.');
}

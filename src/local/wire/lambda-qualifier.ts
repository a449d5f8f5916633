/** Which function, and which version or alias of it, a call names; and which of them exist. */
import { functionArn, type Identity } from '../../simulation/identity.ts';
import type { LambdaFunction } from '../../simulation/lambda-function.ts';
import { AwsError } from './aws-error.ts';

export interface NamedFunction {
  readonly name: string;
  /** Version or alias; undefined when the call names none. */
  readonly qualifier: string | undefined;
}

/**
 * Reads `dogs`, `dogs:1`, `123456789012:function:dogs` or an ARN, and the `Qualifier` parameter.
 *
 * @throws AwsError for a name that is not encoded, or two different qualifiers
 */
export function namedFunction(encoded: string, qualifier: string | null): NamedFunction {
  const parts = decoded(encoded).split(':');
  const at = parts.indexOf('function') + 1;
  const [name, inName] = [parts[at]!, parts[at + 1]];
  if (inName !== undefined && qualifier !== null && inName !== qualifier) {
    throw invalidParameter(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name, qualifier: qualifier ?? inName };
}

export function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidParameter('The function name is not encoded.');
  }
}

/**
 * The version that a call names.
 *
 * @param identity with the caller's Region, asked for only where it is needed
 * @throws AwsError for a function, version or alias that does not exist
 */
export function existingVersion(
  { name, qualifier }: NamedFunction,
  lambda: LambdaFunction,
  identity: () => Identity,
): string {
  const version = name === lambda.name ? versionOf(lambda, qualifier) : undefined;
  if (version !== undefined) return version;
  const arn = functionArn(identity(), qualifier === undefined ? name : `${name}:${qualifier}`);
  throw notFound(`Function not found: ${arn}`);
}

/** The version that a qualifier stands for; undefined for one that does not exist. */
export function versionOf(
  { versions, alias }: LambdaFunction,
  qualifier: string | undefined,
): string | undefined {
  if (qualifier === undefined) return '$LATEST';
  if (alias?.name === qualifier) return alias.version;
  return versions.find((version) => version === qualifier);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, {
    status: 404,
    members: { Type: 'User' },
  });
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { members: { Type: 'User' } });
}

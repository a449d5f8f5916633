/** What a Lambda function may be called: a name, an ARN or a part of one, each with a qualifier or not. */
export interface FunctionName {
  readonly name: string;
  /** A version or an alias. */
  readonly qualifier: string | undefined;
}

/**
 * From `dogs`, `dogs:1`, `123456789012:function:dogs` or
 * `arn:aws:lambda:REGION:ACCOUNT:function:dogs:1` to name and qualifier.
 */
export function parseFunctionName(text: string): FunctionName {
  const parts = text.split(':');
  const start = parts.indexOf('function') + 1;
  return { name: parts[start] ?? text, qualifier: parts[start + 1] };
}

import { expect, test } from 'vitest';
import { parseFunctionName } from '../../src/collector/function-settings.ts';

// The forms that the Lambda API takes for FunctionName ("Invoke", AWS API reference).
test.each([
  ['dogs', 'dogs', undefined],
  ['dogs:1', 'dogs', '1'],
  ['dogs:live', 'dogs', 'live'],
  ['123456789012:function:dogs', 'dogs', undefined],
  ['123456789012:function:dogs:live', 'dogs', 'live'],
  ['arn:aws:lambda:us-east-1:123456789012:function:dogs', 'dogs', undefined],
  ['arn:aws:lambda:us-east-1:123456789012:function:dogs:1', 'dogs', '1'],
])('%s', (text, name, qualifier) => {
  expect(parseFunctionName(text)).toEqual({ name, qualifier });
});

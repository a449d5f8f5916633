import { expect, test } from 'vitest';
import { unreadableEndpoint } from '../../src/run/unreadable-endpoint.ts';
import { watchSchema } from '../../src/scenario/schema.ts';

const watch = { endpointName: 'wine', variantName: 'Blue', region: 'eu-west-1' };
const failure = (name: string, message = 'x', httpStatusCode?: number) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

test.each<[string, Error, object, RegExp, RegExp]>([
  [
    'the variant',
    failure('VariantNotFound', 'endpoint "wine" has no variant "Blue" (it has AllTraffic)'),
    {},
    /it has AllTraffic\)\): the endpoint exists, its variant "Blue" does not/,
    /correct "watch\.variantName"\.$/,
  ],
  [
    'the name or Region',
    failure('ValidationException', 'Could not find endpoint "wine".', 400),
    {},
    /no endpoint of this name in eu-west-1/,
    /correct "watch\.endpointName" or "watch\.region"/,
  ],
  [
    'the permission',
    failure('AccessDeniedException', 'not authorized to perform: sagemaker:DescribeEndpoint', 400),
    {},
    /the credentials are valid, but may not read it/,
    /grant what `npx scaleproof iam` prints/,
  ],
  [
    'the age of the credentials',
    failure('ExpiredTokenException', 'The security token has expired', 403),
    {},
    /the credentials have expired/,
    /aws sso login/,
  ],
  [
    'the credentials',
    failure('UnrecognizedClientException', 'The security token is invalid', 403),
    {},
    /AWS does not accept these credentials/,
    /aws sts get-caller-identity/,
  ],
  [
    'the lack of credentials',
    failure('CredentialsProviderError', 'Could not load credentials from any providers'),
    {},
    /there are no AWS credentials/,
    /set AWS_PROFILE/,
  ],
  [
    'the Region or the network',
    failure('Error', 'getaddrinfo ENOTFOUND api.sagemaker.eu-west-1.amazonaws.com'),
    {},
    /no connection to AWS in this Region/,
    /check that "watch\.region" \(eu-west-1\) is a real one/,
  ],
  [
    'the address of a stand-in',
    failure('Error', 'connect ECONNREFUSED 127.0.0.1:1'),
    { endpointUrl: 'http://127.0.0.1:1' },
    /from http:\/\/127\.0\.0\.1:1 .*: nothing answers at this address/,
    /start the stand-in/,
  ],
  [
    'the address of something else',
    failure('Error', 'getaddrinfo ENOTFOUND aws.invalid'),
    { endpointUrl: 'http://aws.invalid' },
    /nothing answers at this address/,
    /or remove it to use AWS itself\.$/,
  ],
  ['a throttle', failure('ThrottlingException'), {}, /AWS could not answer now/, /in a minute/],
])('an endpoint that cannot be read is blamed on %s', (_what, cause, more, reason, next) => {
  const { message } = unreadableEndpoint(watchSchema.parse({ ...watch, ...more }), cause);
  expect(message).toMatch(/^Cannot read endpoint "wine" from /);
  expect(message).toMatch(reason);
  expect(message).toMatch(next);
});

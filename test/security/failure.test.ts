import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../src/aws/without-secrets.ts';
import { toFailure } from '../../src/collector/failure.ts';
import { serve } from '../load/loopback-server.ts';
import { PLANTED, secretsIn } from './planted.ts';

const { environmentKeyId, environmentSecret, environmentToken, apiKey } = PLANTED;
const SIGNATURE = 'b'.repeat(64);
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=${environmentKeyId}/20261121/us-east-1/sagemaker/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=${SIGNATURE}`;

const servers: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

test('what the SDK throws when AWS quotes the request says why, and nothing of the signature', async () => {
  // As towards AWS, with real-looking keys; only the address is this machine's.
  const server = await serve((response, { headers }) => {
    const message = `'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: '${headers.authorization}'. x-amz-security-token:${headers['x-amz-security-token']}`;
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: 'IncompleteSignatureException', message }));
  });
  servers.push(server);
  const client = new SageMakerClient({
    region: 'us-east-1',
    endpoint: server.origin,
    credentials: {
      accessKeyId: environmentKeyId,
      secretAccessKey: environmentSecret,
      sessionToken: environmentToken,
    },
  });
  const cause = await client
    .send(new DescribeEndpointCommand({ EndpointName: 'wine' }))
    .catch((error: unknown) => error);
  client.destroy();
  expect(secretsIn((cause as Error).message)).toContain('environmentToken');
  const { kind, message } = toFailure(cause);
  expect(kind).toBe('denied');
  expect(message).toMatch(/^IncompleteSignatureException: 'Credential' not a valid key=value pair/);
  expect(secretsIn(message)).toEqual([]);
});

describe('a message that quotes a request is reduced', () => {
  test.each<[string, string]>([
    ['the Authorization header', `got '${AUTHORIZATION}'`],
    ['the same, pairs without spaces', AUTHORIZATION.replaceAll(', ', ',')],
    ['a header in JSON', JSON.stringify({ authorization: AUTHORIZATION })],
    ['a token as a header', `X-Amz-Security-Token: ${environmentToken}\n`],
    ['a token in JSON', JSON.stringify({ 'x-amz-security-token': environmentToken })],
    [
      'a token in JSON in JSON',
      JSON.stringify(JSON.stringify({ 'x-amz-security-token': environmentToken })),
    ],
    [
      'a presigned address',
      `GET /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${environmentKeyId}%2F20261121&X-Amz-Security-Token=${encodeURIComponent(environmentToken)}&X-Amz-Signature=${SIGNATURE}`,
    ],
    ['an access key id', `The security token of ${environmentKeyId} is invalid`],
  ])('%s', (_, text) => {
    expect(secretsIn(text)).not.toEqual([]);
    for (const reduced of [
      withoutSecrets(text),
      toFailure(new Error(text)).message,
      toFailure(Object.assign(new Error('refused'), { name: text })).message,
    ]) {
      expect(secretsIn(reduced)).toEqual([]);
      expect(reduced).not.toContain(SIGNATURE.slice(0, 8));
    }
  });

  test('wherever the message is truncated', () => {
    for (let length = 0; length <= 300; length += 1) {
      const { message } = toFailure(new Error(`${'x'.repeat(length)} ${AUTHORIZATION}`));
      expect(message).not.toMatch(/AWS4-|AKIA|Signature=/);
    }
  });

  test("values of the user's own too, also where one begins another", () => {
    const longer = `${apiKey}-longer`;
    const text = `no such key: ${longer} or ${apiKey}`;
    expect(withoutSecrets(text, [apiKey, longer, ''])).toBe(
      'no such key: (redacted) or (redacted)',
    );
  });

  test.each([
    'AccessDeniedException: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: sagemaker:DescribeEndpoint',
    'Could not find endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/wine".',
    'The security token included in the request is expired',
    'The request signature we calculated does not match the signature you provided.',
    'Rate exceeded',
  ])('but what says why stays: %s', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  test('in linear time', () => {
    const bits = [
      'AWS4-HMAC-SHA256',
      'Credential=',
      'X-Amz-Security-Token',
      ' ',
      ',',
      '\\',
      '"',
      ':',
      'Bearer ',
      'a',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 400 }), (parts) => {
        const text = parts.join('').repeat(20);
        // A pattern that backtracks would still be at it when the test's time is up.
        expect(withoutSecrets(text)).not.toMatch(/AWS4-HMAC|Security-Token/);
      }),
      { seed: 20_261_121, numRuns: 100 },
    );
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { isLoopback, localCredentials, providerFor } from '../../src/aws/credentials.ts';
import { openSigning } from '../../src/aws/request-signing.ts';
import { UserError } from '../../src/input/user-error.ts';
import { encodeEvent } from '../../src/systems/lambda-invocation.ts';
import { NO_CREDENTIALS } from './chain-environment.ts';

const AWS = 'https://lambda.eu-west-1.amazonaws.com';
const REQUEST = encodeEvent({}, { path: null, functionName: 'dogs', endpointName: null });

afterEach(() => {
  vi.unstubAllEnvs();
});

function stub(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

describe('what is on this machine', () => {
  test.each([
    ['http://127.0.0.1:4620', true],
    ['http://127.1.2.3', true],
    ['http://127.1:80', true],
    ['http://localhost:8080', true],
    ['http://[::1]:8080', true],
    ['http://127.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['http://10.0.0.1', false],
    [AWS, false],
  ])('%s: %s', (url, expected) => {
    expect(isLoopback(url)).toBe(expected);
  });
});

test("never sends the environment's keys to a stand-in on this machine", async () => {
  stub({ ...NO_CREDENTIALS, AWS_ACCESS_KEY_ID: 'AKIDREAL', AWS_SECRET_ACCESS_KEY: 'real' });
  expect(await (await providerFor('http://127.0.0.1:4620'))()).toEqual(localCredentials());
});

test("signs requests to AWS with the environment's keys", async () => {
  stub({ ...NO_CREDENTIALS, AWS_ACCESS_KEY_ID: 'AKIDREAL', AWS_SECRET_ACCESS_KEY: 'real' });
  const signing = await openSigning({ way: 'lambda', origin: AWS, region: 'eu-west-1' });
  signing.close();
  const { headers } = signing.sign(REQUEST);
  expect(headers.host).toBe('lambda.eu-west-1.amazonaws.com');
  expect(headers.authorization).toMatch(/Credential=AKIDREAL\/\d{8}\/eu-west-1\/lambda\//);
});

test('fails with one sentence before sending anything when there are no credentials', async () => {
  stub(NO_CREDENTIALS);
  const opened = openSigning({ way: 'lambda', origin: AWS, region: 'eu-west-1' });
  await expect(opened).rejects.toThrow(UserError);
  await expect(opened).rejects.toThrow(
    /^No usable AWS credentials to sign the requests with \(CredentialsProviderError\); set AWS_PROFILE or log in.*\.$/,
  );
});

test('way http leaves requests unsigned and needs no credentials', async () => {
  stub(NO_CREDENTIALS);
  const signing = await openSigning({ way: 'http', origin: AWS, region: 'eu-west-1' });
  expect(signing.sign(REQUEST)).toBe(REQUEST);
  signing.close();
});

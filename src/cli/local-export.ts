/** `scaleproof local --export`: the variables that point AWS clients at a stand-in that is running. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { localCredentials } from '../aws/credentials.ts';
import { UserError } from '../input/user-error.ts';
import { ACCOUNT } from '../simulation/identity.ts';

/** By name; the AWS CLI 2.13+ and boto3 1.28+ read the first. */
export function clientVariables(url: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** Lines for a POSIX shell's `eval`; a session token of a real account would go with them otherwise. */
export function exportLines(url: string, region: string): string {
  const lines = Object.entries(clientVariables(url, region)).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  );
  return `${[...lines, 'unset AWS_SESSION_TOKEN AWS_PROFILE'].join('\n')}\n`;
}

/** @throws UserError when nothing listens there, or something else than a stand-in does */
export async function refuseUnlessRunning(url: string): Promise<void> {
  const sts = new STSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: localCredentials(),
    maxAttempts: 1,
  });
  let account: string | undefined;
  try {
    account = (await sts.send(new GetCallerIdentityCommand({}))).Account;
  } catch (cause) {
    const { port } = new URL(url);
    const isRefused = (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
    const found = isRefused ? 'Nothing listens on' : 'No stand-in answers on';
    throw new UserError(
      `${found} ${url}; start one with \`npx scaleproof local --port ${port}\`, or name its port.`,
      { cause },
    );
  } finally {
    sts.destroy();
  }
  if (account === ACCOUNT) return;
  throw new UserError(`What answers on ${url} is not a stand-in; name the port of one.`);
}

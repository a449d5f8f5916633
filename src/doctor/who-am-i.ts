/** Checks who the credentials belong to and when they expire. Never prints the credentials. */
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { clock } from '../format/numbers.js';
import type { Answer } from './answer.ts';
import { type Item, ok, problem, warning } from './item.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** Epoch ms; null for credentials without a known expiry. */
  readonly expiresAtMs: number | null;
}

const SUBJECT = {
  id: 'credentials',
  group: 'Credentials and permissions',
  title: 'Credentials',
} as const;

/** @throws an SDK error */
export async function fetchCaller(client: STSClient): Promise<Caller> {
  const { expiration } = await client.config.credentials();
  const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn, expiresAtMs: expiration?.getTime() ?? null };
}

/** @param answer null on loopback, where no real credentials are used */
export function credentialsItem(
  answer: Answer<Caller> | null,
  nowMs: number,
  runSeconds: number,
): Item {
  if (answer === null) {
    return ok(SUBJECT, 'The AWS APIs are on this machine: requests use placeholder credentials.');
  }
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    if (kind === 'denied') {
      return problem(
        SUBJECT,
        `No usable AWS credentials (${message}).`,
        'Log in (aws sso login), or set AWS_PROFILE or the AWS_ACCESS_KEY_ID pair.',
      );
    }
    return warning(
      SUBJECT,
      `STS could not identify the caller (${message}).`,
      'Check the Region and the network path to AWS.',
    );
  }
  return callerItem(answer.value, nowMs, runSeconds);
}

function callerItem({ account, arn, expiresAtMs }: Caller, nowMs: number, runSeconds: number) {
  const who = `${arn}, account ${account}`;
  if (expiresAtMs === null) return ok(SUBJECT, `${who}; no known expiry.`);
  const leftSeconds = (expiresAtMs - nowMs) / 1_000;
  if (leftSeconds <= 0) {
    return problem(SUBJECT, `${who}; expired ${clock(-leftSeconds)} ago.`, 'Log in again.');
  }
  const left = `${who}; expires in ${clock(leftSeconds)}`;
  if (leftSeconds >= runSeconds) return ok(SUBJECT, `${left}.`);
  return warning(
    SUBJECT,
    `${left}, but the run may take ${clock(runSeconds)}.`,
    'Log in again before the run, unless your profile refreshes credentials automatically.',
  );
}

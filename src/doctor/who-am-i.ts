/** Whose credentials these are, and until when; never the credentials themselves. */
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { clock } from '../format/numbers.js';
import type { Answer } from './answer.ts';
import { type Item, ok, problem, warning } from './item.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** Epoch ms; null for credentials that do not expire, or do not say so. */
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
    return ok(SUBJECT, 'The AWS APIs are on this machine: invented credentials are sent.');
  }
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    if (kind === 'denied') {
      return problem(
        SUBJECT,
        `AWS does not accept them, or there are none (${message}).`,
        'Log in (aws sso login), or set AWS_PROFILE or the AWS_ACCESS_KEY_ID pair.',
      );
    }
    return warning(
      SUBJECT,
      `STS did not say whose they are (${message}).`,
      'Check the Region and the way to AWS.',
    );
  }
  return callerItem(answer.value, nowMs, runSeconds);
}

function callerItem({ account, arn, expiresAtMs }: Caller, nowMs: number, runSeconds: number) {
  const who = `${arn}, account ${account}`;
  if (expiresAtMs === null) return ok(SUBJECT, `${who}; no expiry known.`);
  const leftSeconds = (expiresAtMs - nowMs) / 1_000;
  if (leftSeconds <= 0) {
    return problem(SUBJECT, `${who}; expired ${clock(-leftSeconds)} ago.`, 'Log in again.');
  }
  const left = `${who}; they expire in ${clock(leftSeconds)}`;
  if (leftSeconds >= runSeconds) return ok(SUBJECT, `${left}.`);
  return warning(
    SUBJECT,
    `${left}, and the run may take ${clock(runSeconds)}.`,
    'Log in anew before it, unless your profile renews them by itself.',
  );
}

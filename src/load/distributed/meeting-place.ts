/**
 * How workers that know nothing of each other agree, through objects in S3: who has which number, and when all start.
 *
 *   claims/0001 ...   written only where there is none yet, so that no two workers have the same number
 *   ready/0001 ...    this worker could start at once
 *   start.json        written once, by whoever sees that all are ready
 *
 * S3 is strongly consistent, and a put with `If-None-Match: *` succeeds for one writer only
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Place } from '../../aws/s3-place.ts';
import { UserError } from '../../input/user-error.ts';
import { DISTRIBUTION_FILE, type Distribution } from '../../record/distribution.ts';

/** How long all have to learn of the start. */
const NOTICE_MS = 10_000;
const POLL_MS = 1_000;
/** Fargate tasks are billed while they wait, and one that is not there by then does not come. */
const WAIT_MS = 15 * 60_000;

/** @throws UserError when every number is taken */
export async function claimNumber(place: S3Place, distribution: Distribution): Promise<number> {
  const { workers, id } = distribution;
  const taken = new Set(await place.list('claims/'));
  for (let number = 1; number <= workers; number += 1) {
    if (taken.has(nameOf('claims', number))) continue;
    if (!(await place.putNew(nameOf('claims', number), id))) continue;
    if (number === 1) await place.put(DISTRIBUTION_FILE, JSON.stringify(distribution, null, 2));
    return number;
  }
  throw new UserError(
    `${place.url}: all ${workers} numbers are taken, so this worker has nothing to send; use an empty prefix for each load.`,
  );
}

interface Waiting {
  readonly number: number;
  readonly workers: number;
  readonly signal: AbortSignal;
}

/** @returns epoch ms. @throws UserError naming how many came when some did not come in time */
export async function agreeOnStart(place: S3Place, waiting: Waiting): Promise<number> {
  const { number, workers, signal } = waiting;
  await place.put(nameOf('ready', number), String(number));
  const untilMs = Date.now() + WAIT_MS;
  for (;;) {
    const agreed = await place.get('start.json');
    if (agreed !== null) return startIn(place, await textOf(agreed));
    const ready = await place.list('ready/');
    if (ready.length >= workers) {
      await place.putNew('start.json', JSON.stringify({ startAtMs: Date.now() + NOTICE_MS }));
      continue;
    }
    if (signal.aborted || Date.now() >= untilMs) {
      throw new UserError(
        `${place.url}: only ${ready.length} of ${workers} workers were ready in time, so none starts; see the logs of the others.`,
      );
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
}

function startIn({ url }: S3Place, text: string): number {
  const { startAtMs } = JSON.parse(text) as { startAtMs?: unknown };
  if (typeof startAtMs === 'number') return startAtMs;
  throw new UserError(`${url}/start.json: expected "startAtMs", found none; use an empty prefix.`);
}

function nameOf(folder: 'claims' | 'ready', number: number): string {
  return `${folder}/${String(number).padStart(4, '0')}`;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

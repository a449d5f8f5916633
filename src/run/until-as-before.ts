/** Waits between two attempts until the endpoint is as the first one found it: scaled in again, and at rest. */
import { setTimeout as delay } from 'node:timers/promises';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { type Failure, toFailure } from '../collector/failure.ts';
import { GIVE_UP_AFTER_FAILURES } from '../collector/settling.ts';
import { fetchWhatScales, type WhatScales } from '../collector/what-scales.ts';
import { count, counted, seconds } from '../format/numbers.js';
import type { Watch } from '../scenario/schema.ts';

export interface WaitOptions {
  /** In service before the first attempt; null where there are none to count: nothing is waited for. */
  readonly instances: number | null;
  readonly maxSeconds: number;
  readonly pollSeconds: number;
  readonly signal: AbortSignal;
  /** Called with what is waited for, when it changes and every minute. */
  readonly onWait: (message: string) => void;
  readonly look: () => Promise<WhatScales>;
  /** Local epoch ms. */
  readonly now: () => number;
}

const TELL_EVERY_MS = 60_000;

/** @returns why the endpoint is not as before, in one sentence; null when it is, and on the signal */
export async function untilAsBefore(options: WaitOptions): Promise<string | null> {
  const { instances, maxSeconds, pollSeconds, signal, onWait, look, now } = options;
  if (instances === null) return null;
  const overdueMs = now() + maxSeconds * 1_000;
  let told = { message: '', atMs: 0 };
  let refusals = 0;
  while (!signal.aborted) {
    const seen = await look().catch(toFailure);
    const message = 'kind' in seen ? `DescribeEndpoint: ${seen.message}` : awaited(seen, instances);
    if (message === null) return null;
    refusals = isRefusal(seen) ? refusals + 1 : 0;
    if (refusals >= GIVE_UP_AFTER_FAILURES) return `the endpoint cannot be read (${message}).`;
    if (now() >= overdueMs) {
      return `after ${seconds(maxSeconds)} the endpoint was not as before the first attempt (${message}); allow more time with --retry-wait, or scale in and run again.`;
    }
    if (message !== told.message || now() - told.atMs >= TELL_EVERY_MS) {
      onWait(message);
      told = { message, atMs: now() };
    }
    await delay(pollSeconds * 1_000, undefined, { signal }).catch(() => {});
  }
  return null;
}

/** Of the scenario's endpoint. */
export async function untilEndpointAsBefore(
  watch: Watch,
  options: Pick<WaitOptions, 'instances' | 'maxSeconds' | 'signal' | 'onWait'>,
): Promise<string | null> {
  const clients = createClients(watch, new ClockOffset(), Date.now);
  const look = () => fetchWhatScales(clients.sageMaker, watch, Date.now());
  try {
    const { pollSeconds } = watch;
    return await untilAsBefore({ ...options, pollSeconds, look, now: Date.now });
  } finally {
    clients.destroy();
  }
}

/** `3 instances in service, 1 wanted`; null when nothing is. */
function awaited(seen: WhatScales, wanted: number): string | null {
  const { of, current, desired = current, status } = seen;
  if (current === undefined) return `status ${status}, no ${of} count`;
  const message = `${counted(current, of, of === 'copy' ? 'copies' : undefined)} in service, ${count(wanted)} wanted`;
  if (current !== wanted) return message;
  if (desired !== wanted) return `${message}, but ${count(desired!)} desired`;
  return status === 'InService' ? null : `${message}, but status ${status}`;
}

/** Others pass: throttling, a server's error, a network that is away. */
function isRefusal(seen: WhatScales | Failure): boolean {
  return 'kind' in seen && (seen.kind === 'denied' || seen.kind === 'not-found');
}

/**
 * The collector's AWS clients, in virtual time: each command goes to the stand-in's own wire, and is
 * tried again as the SDK tries again.
 */
import type { RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { AwsClients } from '../../src/collector/clients.ts';
import type { ClockOffset } from '../../src/collector/clock-offset.ts';
import type { HttpRequest, HttpResponse } from '../../src/systems/contract.ts';
import { exchange } from './virtual-exchange.ts';
import { readAnswer, TO_REQUEST, type ToRequest } from './virtual-requests.ts';

export interface VirtualAws {
  readonly handler: RequestListener;
  readonly clock: ClockOffset;
  /** The collector's clock, epoch ms. */
  readonly now: () => number;
  /** 0..1, for the time on the way. */
  readonly random: () => number;
}

/** As `createClients` sets it. */
const MAX_ATTEMPTS = 3;
const REQUEST_TIMEOUT_MS = 5_000;
const RETRIED = /Throttl|TooManyRequests|InternalFailure|ServiceUnavailable|TimeoutError|Syntax/;

interface Command {
  readonly input: object;
}

export function virtualClients(aws: VirtualAws): AwsClients {
  const clients = Object.entries(TO_REQUEST).map(([name, toRequest]) => [
    name,
    { send: (command: Command) => send(aws, toRequest, command) },
  ]);
  const promQl = {
    get: (path: string) => call(aws, { method: 'GET', path, headers: {}, body: null }),
    destroy: () => {},
  };
  return { ...Object.fromEntries(clients), promQl, destroy: () => {} } as AwsClients;
}

async function send(aws: VirtualAws, toRequest: ToRequest, command: Command): Promise<object> {
  const request = toRequest(command.constructor.name.replace(/Command$/, ''), command.input);
  for (let attempts = 1; ; attempts++) {
    try {
      return readAnswer(await call(aws, request));
    } catch (cause) {
      const error = cause as Error & { $metadata?: object };
      error.$metadata = { ...error.$metadata, attempts };
      if (attempts >= MAX_ATTEMPTS || !RETRIED.test(error.name)) throw error;
    }
    await delay(aws.random() * 100 * 2 ** attempts);
  }
}

/** There and back takes 10 to 50 ms, in equal halves. */
async function call(aws: VirtualAws, request: HttpRequest): Promise<HttpResponse> {
  const sentMs = aws.now();
  const halfMs = 5 + 20 * aws.random();
  await delay(halfMs);
  const answeredMs = aws.now();
  const response = await Promise.race([
    new Promise<HttpResponse>((resolve) => {
      exchange(aws.handler, request, resolve);
    }),
    delay(REQUEST_TIMEOUT_MS, null),
  ]);
  if (!response) throw Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
  await delay(halfMs);
  // The second, as Node's server writes it where the stand-in does not.
  const date = response.headers.date;
  const serverMs = date === undefined ? answeredMs : Date.parse(String(date));
  const serverSecondMs = Math.floor(serverMs / 1_000) * 1_000;
  aws.clock.observe({ sentMs, receivedMs: aws.now(), serverSecondMs });
  return response;
}

/**
 * Replays a system's rows through k6: the same rows as the replay engine for the same seed, on the
 * plan's schedule, with every response judged by the same code.
 *
 * Run it with `scaleproof run SCENARIO --engine k6`, or with plain k6:
 *
 *   k6 run -e SYSTEM=wine -e TARGET=http://127.0.0.1:4620 scenarios/k6/replay.ts
 *
 * See docs/k6.md for the variables.
 */

import { sleep } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { Counter, Gauge } from 'k6/metrics';
import type { Options } from 'k6/options';
import { chooseRow } from '../../src/dataset/choose.ts';
import {
  BEGUN_METRIC,
  BODIES_PER_VU,
  BODY,
  BODY_CHARACTERS,
  CLOCK_HIGH_METRIC,
  CLOCK_LOW_METRIC,
  DISTRIBUTION_TAG,
  DONE_METRIC,
  ENDED_METRIC,
  PREDICTED,
  ROW,
  SENT_METRIC,
  START_TAG,
  TIMEOUT_TAG,
  USERS_TAG,
  WORKERS_TAG,
} from '../../src/load/k6/order.ts';
import { LEAD_IN_MS, leadInIterations, toArrivalRate } from '../../src/load/k6/stages.ts';
import { ServerClock } from '../../src/load/server-clock.ts';
import { tolerantCodec } from '../../src/load/tolerant-codec.ts';
import type { DatasetRow, HttpRequest } from '../../src/systems/contract.ts';
import type { Outcome } from '../../src/systems/outcome.ts';
import { readOwnHeaders, withHeaders } from '../../src/systems/own-headers.ts';
import { readRows } from './rows.ts';
import { readOrder } from './settings.ts';
import { findSystem } from './system.ts';

declare const console: { error(message: string): void };

const order = readOrder(__ENV);
const system = findSystem(order);
if (!system.codec) {
  throw new Error(`system "${system.id}" has no way "http", the only one k6 can load.`);
}
/** Each virtual user reports once. */
const codec = tolerantCodec(system.codec, (message) => console.error(message));

const headers = readOwnHeaders(order.headersFromEnvironment, __ENV);

interface Drawn {
  readonly row: DatasetRow;
  readonly request: HttpRequest;
}

// One copy for all virtual users, encoded once per row.
const drawn = new SharedArray<Drawn>('rows', () =>
  readRows(system.readDataset(), system.dataset).map((row) => ({
    row,
    request: withHeaders(codec.encode(row, order.address), headers),
  })),
);

const sent = new Gauge(SENT_METRIC);
const begun = new Gauge(BEGUN_METRIC);
const done = new Gauge(DONE_METRIC);
const clockLow = new Gauge(CLOCK_LOW_METRIC);
const clockHigh = new Gauge(CLOCK_HIGH_METRIC);
const ended = new Gauge(ENDED_METRIC);
/** For k6's own summary. */
const counters: Record<Outcome, Counter> = {
  correct: new Counter('outcome_correct'),
  wrong: new Counter('outcome_wrong'),
  throttled: new Counter('outcome_throttled'),
  'client-error': new Counter('outcome_client_error'),
  'server-error': new Counter('outcome_server_error'),
  timeout: new Counter('outcome_timeout'),
  network: new Counter('outcome_network'),
  malformed: new Counter('outcome_malformed'),
};

const workers = order.distribution?.workers ?? 1;

export const options: Options = {
  scenarios: {
    replay: {
      executor: 'ramping-arrival-rate',
      ...toArrivalRate(order.phases, workers),
      preAllocatedVUs: order.preAllocatedVUs,
      maxVUs: order.maxVUs,
      // Every request may use its full timeout, including the last.
      gracefulStop: `${order.timeoutMs + 1_000}ms`,
    },
  },
  // Without per-request tags (a GET's URL contains its row) there is one series per metric.
  systemTags: [],
  // The agreed start may be far off.
  setupTimeout: '1h',
};

const timeout = `${order.timeoutMs}ms`;

/** A worker of a distributed load says which one it is, and waits for the agreed start. */
export function setup(): void {
  if (order.distribution === null) return;
  const { id, startAtMs } = order.distribution;
  const atMs = Number(__ENV.SCALEPROOF_START_AT || startAtMs);
  if (!(atMs > 0)) {
    throw new Error('SCALEPROOF_START_AT: expected the agreed start in epoch milliseconds.');
  }
  begun.add(workerNumber(), {
    [WORKERS_TAG]: String(workers),
    [DISTRIBUTION_TAG]: id,
    [START_TAG]: String(atMs),
    [TIMEOUT_TAG]: String(order.timeoutMs),
    [USERS_TAG]: String(Math.ceil(order.maxVUs / workers)),
  });
  const waitMs = atMs - LEAD_IN_MS - Date.now();
  if (waitMs > 0) sleep(waitMs / 1_000);
}

export function teardown(): void {
  if (order.distribution !== null) done.add(workerNumber());
}

/**
 * k6 gives each of n instances one of n equal segments, and deals iteration numbers out in turn.
 * @throws Error for other segments: the workers would not send the whole plan
 */
function workerNumber(): number {
  const segment = exec.test.options.executionSegment ?? '0:1';
  const [from = 0, to = 1] = segment.split(':').map(fractionOf);
  const number = Math.round(to * workers);
  const isOwn = Math.abs(to * workers - number) + Math.abs(from * workers - number + 1) < 1e-6;
  if (isOwn) return number;
  throw new Error(`execution segment ${segment}: expected one of ${workers} equal ones.`);
}

function fractionOf(text: string): number {
  const [over, under = '1'] = text.split('/');
  return Number(over) / Number(under);
}

export default function replay(): void {
  const iteration = exec.scenario.iterationInTest;
  const request = iteration - leadInIterations(workers);
  if (request < 0) {
    if (order.marks) sent.add(iteration);
    return;
  }
  const index = chooseRow(order.seed, request, drawn.length);
  const { row, request: encoded } = drawn[index]!;
  if (order.marks) sent.add(iteration);
  const sentMs = Date.now();
  const response = http.request(encoded.method, order.origin + encoded.path, encoded.body, {
    headers: encoded.headers as Record<string, string>,
    redirects: 0,
    responseType: 'text',
    timeout,
  });
  const { outcome, predicted = null } = answerOf(response, row);
  if (!order.marks) {
    counters[outcome].add(1);
    return;
  }
  markEnded(iteration, row, { outcome, predicted }, response);
  markClock(response, sentMs);
}

/** Each virtual user's own, which it narrows less and less often. */
const clock = new ServerClock();

function markClock({ headers }: RefinedResponse<'text'>, sentMs: number): void {
  const before = clock.bounds;
  if (!clock.see(headers.Date, sentMs, Date.now())) return;
  const { lowMs, highMs } = clock.bounds;
  if (lowMs > before.lowMs) clockLow.add(lowMs);
  if (highMs < before.highMs) clockHigh.add(highMs);
}

/** Removes the metadata again, because k6 would write it with each of its own values. */
function markEnded(
  iteration: number,
  row: DatasetRow,
  { outcome, predicted = null }: Ended,
  response: RefinedResponse<'text'>,
): void {
  const { metadata } = exec.vu.metrics;
  metadata[ROW] = String(row.number);
  if (predicted !== null) metadata[PREDICTED] = predicted;
  if (showsBody(outcome, response)) metadata[BODY] = bodyOf(response);
  ended.add(iteration, tagsOf(outcome, response));
  delete metadata[ROW];
  delete metadata[PREDICTED];
  delete metadata[BODY];
}

/** Bodies handed over so far, by outcome. */
const shown: Partial<Record<Outcome, number>> = {};

/** A target that only fails must not fill k6's output with its bodies. */
function showsBody(outcome: Outcome, { status }: RefinedResponse<'text'>): boolean {
  if (outcome === 'correct' || outcome === 'wrong' || status === 0) return false;
  // A worker's raw output is kept, and a body may repeat a secret that was sent.
  if (order.distribution !== null) return false;
  const before = shown[outcome] ?? 0;
  if (before >= BODIES_PER_VU) return false;
  shown[outcome] = before + 1;
  return true;
}

function bodyOf({ body }: RefinedResponse<'text'>): string {
  return (body ?? '').slice(0, BODY_CHARACTERS);
}

/** k6's error code for a request timeout. */
const REQUEST_TIMEOUT = 1050;

interface Ended {
  readonly outcome: Outcome;
  readonly predicted?: string | null;
}

function answerOf(response: RefinedResponse<'text'>, row: DatasetRow): Ended {
  if (response.error_code === REQUEST_TIMEOUT) return { outcome: 'timeout' };
  if (response.status === 0) return { outcome: 'network' };
  const headers: Record<string, string> = {};
  for (const name of Object.keys(response.headers)) {
    headers[name.toLowerCase()] = response.headers[name]!;
  }
  return codec.decode({ status: response.status, headers, body: response.body ?? '' }, row);
}

/** k6 keeps a time series for each combination, of which there are few. */
function tagsOf(
  outcome: Outcome,
  { status, error_code: code }: RefinedResponse<'text'>,
): Record<string, string> {
  if (outcome === 'network') return { outcome, error: `k6 error ${code}` };
  return status === 0 ? { outcome } : { outcome, status: String(status) };
}

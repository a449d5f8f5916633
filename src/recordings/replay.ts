/**
 * Answers a request from a recording, as AWS answered it by then.
 *
 * To a request the newest answer counts that was recorded for the same operation and input by that time
 * of the recording; before the first, the first. Times in an input are left out of the comparison, since
 * each poll has others; GetMetricData, which asks for windows, is answered from all datapoints that had
 * been seen by then. Pure.
 */
import { MetricReplay } from './metric-replay.ts';
import { answeredMs, newestBy, outcomeOf, type Replayed } from './newest.ts';
import type { Exchange, Json } from './recording.ts';

const METRICS = 'cloudwatch GetMetricData';

export class Replay {
  readonly #byOperation = new Map<string, Exchange[]>();
  readonly #metrics: MetricReplay | null;

  constructor(exchanges: readonly Exchange[]) {
    for (const exchange of exchanges) {
      const key = nameOf(exchange.service, exchange.operation);
      const others = this.#byOperation.get(key);
      if (others) others.push(exchange);
      else this.#byOperation.set(key, [exchange]);
    }
    for (const list of this.#byOperation.values())
      list.sort((a, b) => answeredMs(a) - answeredMs(b));
    const metrics = this.#byOperation.get(METRICS);
    this.#metrics = metrics ? new MetricReplay(metrics) : null;
  }

  /** Operations that were called, by service. */
  operationsOf(service: string): string[] {
    const all = [...this.#byOperation.keys()].map((key) => key.split(' '));
    return all.filter(([of]) => of === service).map(([, operation]) => operation!);
  }

  /** @param atMs since the recording started */
  answer(service: string, operation: string, input: Json, atMs: number): Replayed {
    const all = this.#byOperation.get(nameOf(service, operation)) ?? [];
    if (nameOf(service, operation) === METRICS && this.#metrics !== null) {
      return this.#metrics.answer(input, atMs);
    }
    const wanted = inputKey(input);
    const same = all.filter((exchange) => inputKey(exchange.input) === wanted);
    const newest = newestBy(same, atMs);
    if (newest === undefined) {
      return { is: 'not-recorded', inputs: new Set(all.map((each) => inputKey(each.input))).size };
    }
    return outcomeOf(newest);
  }
}

const nameOf = (service: string, operation: string) => `${service} ${operation}`;

/** What differs from poll to poll, although the same is asked. */
const TIMES = /^(?:Start|End)(?:Time|Date)$/;
const keys = new WeakMap<Json, string>();

function inputKey(input: Json): string {
  const known = keys.get(input);
  if (known !== undefined) return known;
  const key = JSON.stringify(inOrder(input));
  keys.set(input, key);
  return key;
}

/** In an order that does not depend on who wrote it. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => JSON.stringify(inOrder(each))).toSorted();
  }
  // As text, because CloudWatch's older protocol has no other values.
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([key, each]) => !TIMES.test(key) && each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, inOrder(each)]);
}

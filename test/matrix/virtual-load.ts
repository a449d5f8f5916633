/** Sends a plan in virtual time and counts as the replay engine counts, with its own tally. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../src/load/plan.ts';
import { Fifo } from '../../src/load/replay/fifo.ts';
import { type RowAnswer, Tally } from '../../src/load/replay/tally.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { Codec, DatasetRow, HttpRequest, HttpResponse } from '../../src/systems/contract.ts';

export type Send = (request: HttpRequest, onResponse: (response: HttpResponse) => void) => void;

export interface VirtualLoadOptions {
  readonly plan: Plan;
  readonly codec: Codec;
  readonly draw: (index: number) => { readonly row: DatasetRow; readonly request: HttpRequest };
  readonly send: Send;
  readonly timeoutMs: number;
  /** A generator that is overloaded: so often it does nothing, for so long. */
  readonly pause: { readonly everyMs: number; readonly lengthMs: number } | undefined;
  /** Milliseconds that are written down as one: 1, unless the generator mixes up its units. */
  readonly latencyUnitMs: number;
  readonly now: () => number;
  readonly onEvent: (event: LoadEvent) => void;
  /** Asked between requests: true ends the load, as a request to stop does. */
  readonly isStopped?: () => boolean;
}

interface Pending {
  readonly row: DatasetRow;
  readonly intendedMs: number;
  readonly sentMs: number;
  ended: boolean;
}

/** Between looks at what has timed out, where nothing else is due. */
const LONGEST_SLEEP_MS = 100;

export async function sendLoad(options: VirtualLoadOptions): Promise<void> {
  const { plan, codec, draw, send, timeoutMs, latencyUnitMs, now, onEvent } = options;
  const planStartMs = now();
  const elapsedMs = () => now() - planStartMs;
  const pending = new Fifo<Pending>();
  const tally = new Tally({
    worker: 1,
    totalWorkers: 1,
    plan,
    planStartMs,
    maxConnections: 4_096,
    timeoutMs,
    gauges: () => ({ connections: 0, eventLoopUtilization: 0 }),
    onEvent,
  });

  const end = (request: Pending, answer: RowAnswer) => {
    if (request.ended) return;
    request.ended = true;
    const endedMs = elapsedMs();
    const since = (ms: number) => endedMs - (endedMs - ms) / latencyUnitMs;
    tally.recordEnd(endedMs, since(request.intendedMs), since(request.sentMs), answer.outcome);
    tally.recordAnswer(endedMs, request.row, answer);
  };
  const sendOne = (index: number) => {
    const { row, request } = draw(index);
    const sentMs = elapsedMs();
    const sent = { row, intendedMs: plan.intendedMs(index), sentMs, ended: false };
    pending.push(sent);
    tally.recordSent(sentMs, sent.intendedMs);
    send(request, (response) => end(sent, codec.decode(response, row)));
  };
  const expire = () => {
    for (let head = pending.peek(); head; head = pending.peek()) {
      if (!head.ended && elapsedMs() - head.sentMs < timeoutMs) return;
      pending.shift();
      end(head, { outcome: 'timeout' });
    }
  };

  let next = 0;
  while (next < plan.count || elapsedMs() < plan.durationMs || tally.completed < tally.sent) {
    if (options.isStopped?.()) {
      tally.recordNotSent(elapsedMs(), 'stopped', plan.count - next);
      tally.end('stopped', now());
      return;
    }
    while (next < plan.count && plan.intendedMs(next) <= elapsedMs()) sendOne(next++);
    expire();
    tally.advance(elapsedMs());
    const dueMs = next < plan.count ? plan.intendedMs(next) : Number.POSITIVE_INFINITY;
    await delay(Math.min(LONGEST_SLEEP_MS, Math.max(1, dueMs - elapsedMs())));
    const pauseMs = pauseLeftMs(options.pause, elapsedMs());
    if (pauseMs > 0) await delay(pauseMs);
  }
  tally.end('completed', now());
}

/** Pauses come in the middle of each interval. */
function pauseLeftMs(pause: VirtualLoadOptions['pause'], elapsedMs: number): number {
  if (!pause) return 0;
  const intoMs = (elapsedMs % pause.everyMs) - pause.everyMs / 2;
  return intoMs < 0 ? 0 : Math.max(0, pause.lengthMs - intoMs);
}

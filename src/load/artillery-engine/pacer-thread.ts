/**
 * Entry point of the thread that sends the load. It has its own event loop: every few seconds,
 * Artillery aggregates its metrics in one go, which takes tens of milliseconds at 1,000 requests/s
 * and must not delay requests.
 *
 * This thread itself leaves each second's sample where it belongs, so that no other thread and no message has to
 * survive for it to get there.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { withSystem } from '../../record/load-events.ts';
import { Connections } from '../replay/connections.ts';
import { rehearse } from '../replay/rehearse.ts';
import { Replay } from '../replay/replay.ts';
import { prepare } from './load-order.ts';
import { MetricsGatherer } from './metrics-batch.ts';
import { openPart, type PacerLoad } from './part.ts';
import { onStopRequest } from './stop-request.ts';

export interface PacerData {
  readonly load: PacerLoad;
  readonly runDirectory: string | null;
}

/** Connections to open in advance: one per request of the plan's first 50 ms, up to a maximum. */
const FIRST_MOMENT_MS = 50;
const MAX_IN_ADVANCE = 1_000;

const { load, runDirectory } = workerData as PacerData;
const part = await openPart(load, runDirectory, process.env);
const metrics = new MetricsGatherer();

function handOver(): void {
  const batch = metrics.take();
  parentPort?.postMessage(batch, [batch.serviceTimesMs.buffer, batch.latenciesMs.buffer]);
}

const { options, systemId, close } = await prepare(part.order);
const stopping = new AbortController();
const { signal } = stopping;
const { stopFolder } = part;
const watch = stopFolder ? onStopRequest(stopFolder, () => stopping.abort()) : undefined;

const rehearsed = new MetricsGatherer();
await rehearse({ ...options, onEvent() {}, onEnd: (end) => rehearsed.add(end) }, signal);
const distribution = await part.untilNear(signal);
const connections = new Connections(options);
const first = Math.min(MAX_IN_ADVANCE, options.plan.dueBefore(FIRST_MOMENT_MS) - 1);
if (first > 0 && !signal.aborted) await connections.openInAdvance(first);

const replay = new Replay({
  ...options,
  connections,
  zero: await part.zero(signal),
  ...(distribution && { distribution }),
  onEvent(event) {
    part.samples?.append(withSystem(event, systemId));
    if (event.type === 'sample') handOver();
  },
  onEnd: (end) => metrics.add(end),
});
if (signal.aborted) replay.stop();
signal.addEventListener('abort', () => replay.stop());
await replay.run();
clearInterval(watch);
close();
await part.samples?.close();
handOver();

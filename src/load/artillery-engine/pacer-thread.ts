/**
 * Entry of the thread that sends the load. It has an event loop of its own: every few seconds
 * Artillery sums up its metrics in one go, which takes tens of milliseconds at a thousand requests a
 * second, and no request should leave late for that.
 *
 * With a run directory, each second's sample is appended to its `load.ndjson` right here: no other
 * thread, and no message, has to survive for it to be on disk.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { withSystem } from '../../record/load-events.ts';
import { NdjsonFile } from '../../record/ndjson-file.ts';
import { Replay } from '../replay/replay.ts';
import { type LoadOrder, prepare } from './load-order.ts';
import { MetricsGatherer } from './metrics-batch.ts';
import { onStopRequest } from './stop-request.ts';

export interface PacerData {
  readonly order: LoadOrder;
  readonly runDirectory: string | null;
}

const { order, runDirectory } = workerData as PacerData;
const file = runDirectory ? new NdjsonFile(join(runDirectory, 'load.ndjson')) : null;
const metrics = new MetricsGatherer();

function handOver(): void {
  const batch = metrics.take();
  parentPort?.postMessage(batch, [batch.serviceTimesMs.buffer, batch.latenciesMs.buffer]);
}

const { options, close } = await prepare(order);
const replay = new Replay({
  ...options,
  onEvent(event) {
    file?.append(withSystem(event, order.system));
    if (event.type === 'sample') handOver();
  },
  onEnd: (end) => metrics.add(end),
});
const watch = runDirectory ? onStopRequest(runDirectory, () => replay.stop()) : undefined;
await replay.run();
clearInterval(watch);
close();
file?.close();
handOver();

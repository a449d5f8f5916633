/**
 * The Artillery engine `replay`.
 *
 * Artillery's own scheduler bursts and loses arrivals on ramps, so this engine takes the script's
 * phases as its plan, leaves Artillery one phase with a single arrival, and that one virtual user
 * sends the whole plan, from a thread that does nothing else. Everything around stays Artillery's:
 * environments, reports, `ensure`, `publish-metrics`, several workers.
 *
 * ```yaml
 * config:
 *   engines: { replay: { seed: 1 } }
 * scenarios:
 *   - engine: replay
 *     flow: [{ replay: { system: wine } }]
 * ```
 *
 * With SCALEPROOF_RUN_DIR in the environment, every second's sample goes to `load.ndjson` there.
 */
import { Worker } from 'node:worker_threads';
import type { LoadOrder } from './load-order.ts';
import type { MetricsBatch } from './metrics-batch.ts';
import type { PacerData } from './pacer-thread.ts';
import { type ArtilleryScript, type LoadInScript, readScript } from './script.ts';
import { divideAmongFewest } from './workers.ts';

interface ArtilleryEvents {
  emit(event: 'started'): void;
  emit(event: 'counter', name: string, value: number): void;
  emit(event: 'histogram', name: string, value: number): void;
  emit(event: 'rate', name: string): void;
  emit(event: 'error', code: string): void;
}

type Done = (error: Error | null, context: unknown) => void;

export default class ReplayEngine {
  readonly #load: LoadInScript;

  /** @throws Error with one sentence when the script asks for what this engine cannot do */
  constructor(script: ArtilleryScript) {
    this.#load = readScript(script);
    // Artillery lets a whole phase pass before its single arrival: a short one.
    script.config.phases = [{ duration: '10ms', arrivalCount: 1 }];
  }

  createScenario(_spec: unknown, events: ArtilleryEvents) {
    return (context: unknown, done: Done): void => {
      events.emit('started');
      this.#send(events).then(
        () => done(null, context),
        (error: Error) => {
          console.error(`The load could not be sent: ${error.message}`);
          failArtillery();
          done(error, context);
        },
      );
    };
  }

  async #send(events: ArtilleryEvents): Promise<void> {
    const share = await divideAmongFewest(this.#load.share);
    if (share !== null) await this.#sendShare({ ...this.#load.order, ...share }, events);
  }

  #sendShare(order: LoadOrder, events: ArtilleryEvents): Promise<void> {
    const data: PacerData = {
      order,
      runDirectory: process.env.SCALEPROOF_RUN_DIR ?? null,
    };
    return new Promise((resolve, reject) => {
      const pacer = new Worker(new URL('./pacer-thread.ts', import.meta.url), { workerData: data });
      pacer.on('message', (batch: MetricsBatch) => report(events, batch));
      pacer.once('error', reject);
      pacer.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`the thread that sends the load ended with exit code ${code}`));
      });
    });
  }
}

/**
 * Artillery exits with 0 whatever happens to its users. This is how its own plugins, in a worker, ask
 * for another code; 11 is the one it has for a worker that crashed.
 */
function failArtillery(): void {
  const { artillery } = globalThis as { artillery?: { _workerThreadSend?(message: object): void } };
  artillery?._workerThreadSend?.({ event: 'setSuggestedExitCode', code: 11 });
}

function report(events: ArtilleryEvents, batch: MetricsBatch): void {
  for (const [name, value] of Object.entries(batch.counters)) events.emit('counter', name, value);
  for (const [code, count] of Object.entries(batch.errors)) {
    for (let index = 0; index < count; index += 1) events.emit('error', code);
  }
  for (let index = 0; index < batch.requests; index += 1) events.emit('rate', 'http.request_rate');
  for (const ms of batch.serviceTimesMs) events.emit('histogram', 'http.response_time', ms);
  for (const ms of batch.latenciesMs) events.emit('histogram', 'replay.latency', ms);
}

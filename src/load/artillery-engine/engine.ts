/**
 * The Artillery engine `replay`.
 *
 * Artillery's own scheduler bursts and loses arrivals on ramps, so this engine takes the script's
 * phases as its plan, leaves Artillery one phase with a single arrival, and that virtual user
 * sends the whole plan from a dedicated thread. Everything else remains Artillery's:
 * environments, reports, `ensure`, `publish-metrics`, multiple workers.
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
import type { MetricsBatch } from './metrics-batch.ts';
import type { PacerData } from './pacer-thread.ts';
import type { PacerLoad } from './part.ts';
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

  /** @throws Error naming, in one sentence, what in the script this engine does not support */
  constructor(script: ArtilleryScript) {
    this.#load = readScript(script);
    // Artillery waits a whole phase before its single arrival, so make it short.
    script.config.phases = [{ duration: '10ms', arrivalCount: 1 }];
  }

  createScenario(_spec: unknown, events: ArtilleryEvents) {
    return (context: unknown, done: Done): void => {
      events.emit('started');
      this.#send(events).then(
        () => done(null, context),
        (error: Error) => {
          console.error(`Could not send the load: ${error.message}`);
          failArtillery();
          done(error, context);
        },
      );
    };
  }

  async #send(events: ArtilleryEvents): Promise<void> {
    const { share, distribution, order } = this.#load;
    if (distribution !== null) {
      // One thread a machine: its number stands for the machine.
      if (share.worker === 1)
        await this.#pace({ kind: 'distributed', order, distribution }, events);
      return;
    }
    const sending = await divideAmongFewest(share);
    if (sending === null) return;
    await this.#pace({ kind: 'whole', order: { ...order, ...sending } }, events);
  }

  #pace(load: PacerLoad, events: ArtilleryEvents): Promise<void> {
    const data: PacerData = {
      load,
      runDirectory: process.env.SCALEPROOF_RUN_DIR ?? null,
    };
    return new Promise((resolve, reject) => {
      const pacer = new Worker(new URL('./pacer-thread.ts', import.meta.url), { workerData: data });
      pacer.on('message', (batch: MetricsBatch) => report(events, batch));
      pacer.once('error', reject);
      pacer.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`the pacer thread exited with code ${code}`));
      });
    });
  }
}

/**
 * Artillery exits with 0 even if its virtual users fail. This is how its own plugins request another
 * code from a worker; 11 is its code for a crashed worker.
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

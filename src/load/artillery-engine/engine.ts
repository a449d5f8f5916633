/**
 * The Artillery engine `replay`.
 *
 * Artillery's own scheduler bursts and loses arrivals on ramps, so this engine takes the script's
 * phases as its plan, leaves Artillery one phase with a single arrival, and that one virtual user
 * paces the whole plan itself. Everything around stays Artillery's: environments, reports, `ensure`,
 * `publish-metrics`, several workers.
 *
 * ```yaml
 * config:
 *   engines: { replay: { seed: 1 } }
 * scenarios:
 *   - engine: replay
 *     flow: [{ replay: { system: wine } }]
 * ```
 *
 * With SCALEPROOF_RUN_DIR in the environment, every second's sample is appended to `load.ndjson`
 * there by the worker itself: no main thread or message has to survive for it to be on disk.
 */
import { join } from 'node:path';
import { NdjsonFile } from '../../run/ndjson-file.ts';
import { Replay, type RequestEnd } from '../replay/replay.ts';
import { type ArtilleryScript, readScript, type WorkerLoad } from './script.ts';
import { onStopRequest } from './stop-request.ts';

interface ArtilleryEvents {
  emit(event: 'started'): void;
  emit(event: 'counter', name: string, value: number): void;
  emit(event: 'histogram', name: string, value: number): void;
  emit(event: 'rate', name: string): void;
  emit(event: 'error', code: string): void;
}

type Done = (error: Error | null, context: unknown) => void;

export default class ReplayEngine {
  readonly #load: WorkerLoad;

  /** @throws Error with one sentence when the script asks for what this engine cannot do */
  constructor(script: ArtilleryScript) {
    this.#load = readScript(script);
    script.config.phases = [{ duration: 1, arrivalCount: 1 }];
  }

  createScenario(_spec: unknown, events: ArtilleryEvents) {
    return (context: unknown, done: Done): void => {
      events.emit('started');
      this.#run(events).then(
        () => done(null, context),
        (error: Error) => {
          events.emit('error', error.message);
          done(error, context);
        },
      );
    };
  }

  async #run(events: ArtilleryEvents): Promise<void> {
    const directory = process.env.SCALEPROOF_RUN_DIR;
    const file = directory ? new NdjsonFile(join(directory, 'load.ndjson')) : null;
    const replay = new Replay({
      ...this.#load,
      onEvent: (event) => file?.append(event),
      onEnd: (end) => report(events, end),
    });
    const watch = directory ? onStopRequest(directory, () => replay.stop()) : null;
    try {
      await replay.run();
    } finally {
      clearInterval(watch ?? undefined);
      file?.close();
    }
  }
}

/** Metrics under the HTTP engine's names, so that reports and plugins made for it keep working. */
function report(events: ArtilleryEvents, end: RequestEnd): void {
  events.emit('counter', 'http.requests', 1);
  events.emit('rate', 'http.request_rate');
  events.emit('counter', `replay.outcomes.${end.outcome}`, 1);
  events.emit('histogram', 'replay.latency', end.latencyMs);
  if (end.status === null) {
    events.emit('error', end.outcome);
    return;
  }
  events.emit('counter', 'http.responses', 1);
  events.emit('counter', `http.codes.${end.status}`, 1);
  events.emit('histogram', 'http.response_time', end.serviceTimeMs);
}

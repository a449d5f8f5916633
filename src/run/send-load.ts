/** Sends a run's load and reports how it ended. */
import type { LoadEngine } from '../load/engine.ts';
import type { LoadProcess } from '../load/load-process.ts';
import type { RunEnd } from '../record/manifest.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type AbortWatch, watchForAbort } from './abort-watch.ts';
import { interruption } from './interruption.ts';
import type { StandInProcess } from './stand-in-process.ts';

export interface LoadToSend {
  readonly engine: LoadEngine;
  readonly scenario: ResolvedScenario;
  /** The run directory. */
  readonly directory: string;
  /** Null when the target is not the embedded stand-in. */
  readonly standIn: StandInProcess | null;
  readonly signal: AbortSignal;
  /** Resolves with the reason when the load has told enough; otherwise never. */
  readonly enough?: Promise<string>;
}

/** Resolves when no more load is being sent, however it ended. */
export async function sendLoad(order: LoadToSend): Promise<RunEnd> {
  const { engine, scenario, directory } = order;
  const abort = watchForAbort(directory, scenario.abort);
  let load: LoadProcess | null = null;
  try {
    load = engine.start(scenario, directory);
    return await loadEnd(order, load, abort);
  } finally {
    abort.stop();
    await load?.stop();
  }
}

/** The first of: load complete, enough of it, abort rule, user interrupt, stand-in lost. */
function loadEnd(
  { standIn, signal, enough }: LoadToSend,
  load: LoadProcess,
  abort: AbortWatch,
): Promise<RunEnd> {
  const exited = load.exited.then(({ code, signal: killedBy, meaning }): RunEnd => {
    if (code === 0)
      return { atMs: Date.now(), how: 'completed', signal: null, message: 'The load was sent.' };
    const how = killedBy ?? `exit code ${code}`;
    const why = meaning === null ? '' : `: ${meaning}`;
    return failed(
      `The load engine exited early (${how}${why}); see engine.log in the run directory.`,
    );
  });
  const lost = standIn?.lost.then((how) =>
    failed(`The embedded stand-in exited during the run (${how}), so the load had no target.`),
  );
  const aborted = abort.due.then(
    (message): RunEnd => ({ atMs: Date.now(), how: 'aborted', signal: null, message }),
  );
  const told = enough?.then(
    (message): RunEnd => ({ atMs: Date.now(), how: 'completed', signal: null, message }),
  );
  const others = [lost, told].filter((end) => end !== undefined);
  return Promise.race([interruption(signal), exited, aborted, ...others]);
}

function failed(message: string): RunEnd {
  return { atMs: Date.now(), how: 'failed', signal: null, message };
}

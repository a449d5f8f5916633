/** A running load, with any engine. */
export interface LoadExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the exit code means for this engine, as part of a sentence; null when unknown. */
  readonly meaning: string | null;
}

export interface LoadProcess {
  /** Resolves once the load's record is complete on disk. */
  readonly exited: Promise<LoadExit>;
  /** Stops the load early and resolves when it has ended; unsent requests are recorded as not sent. */
  stop(): Promise<void>;
}

/** The engine's own output, for troubleshooting. */
export const ENGINE_LOG = 'engine.log';

/** A load that is being sent, by whichever engine. */
export interface LoadExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the engine means by it, as part of a sentence; null when nothing more is known. */
  readonly meaning: string | null;
}

export interface LoadProcess {
  /** Resolves once everything that is known of the load is on disk. */
  readonly exited: Promise<LoadExit>;
  /** Ends the load early and resolves when it has ended; what was not sent is reported as not sent. */
  stop(): Promise<void>;
}

/** The engine's own output, kept for the day something goes wrong. */
export const ENGINE_LOG = 'engine.log';

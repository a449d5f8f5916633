/** How a run ended: as planned, on a signal, by the abort rule, without a recorded end, or by a harness failure. */
export const RUN_ENDINGS = ['completed', 'interrupted', 'aborted', 'cut-off', 'failed'] as const;
export type RunEnding = (typeof RUN_ENDINGS)[number];

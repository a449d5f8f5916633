/** The load engines, as `--engine` names them. No imports, so that help does not wait for any. */
export const ENGINES = ['artillery', 'k6'] as const;
export type Engine = (typeof ENGINES)[number];

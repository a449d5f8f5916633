/** What can send a load, by the names the command line knows. No imports: help must not wait for any. */
export const ENGINES = ['artillery', 'k6'] as const;
export type Engine = (typeof ENGINES)[number];

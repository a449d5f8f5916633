/** Chooses runs of a history. */
import type { RunEntry } from './entry.ts';

export interface Selection {
  readonly scenario?: string;
  readonly env?: string;
  readonly series?: string;
  readonly label?: string;
  /** Its first characters will do. */
  readonly commit?: string;
  readonly status?: RunEntry['status'];
  /** Epoch ms. */
  readonly sinceMs?: number;
  /** Of those that fit everything else, so many of the newest. */
  readonly last?: number;
}

/** @param runs by the time of their start. */
export function select(runs: readonly RunEntry[], selection: Selection): RunEntry[] {
  const { scenario, env, series, label, commit, status, sinceMs, last } = selection;
  const fits = (run: RunEntry) =>
    (scenario === undefined || run.key.scenario === scenario) &&
    (env === undefined || run.key.environment === env) &&
    (series === undefined || run.series === series) &&
    (label === undefined || run.label === label) &&
    (commit === undefined || (run.commit ?? '').startsWith(commit.toLowerCase())) &&
    (status === undefined || run.status === status) &&
    (sinceMs === undefined || run.startedAtMs >= sinceMs);
  const found = runs.filter(fits);
  return last === undefined ? found : found.slice(-last);
}

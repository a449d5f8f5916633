/** A judgment of nights for machines. */
import type { RunEntry } from '../history/entry.ts';
import type { HistoryJudgment } from '../history/judge-history.ts';
import { judgmentHeadline } from './judgment-rows.ts';

/** Runs by id, commit, label and time: the history has the rest of them. */
export function judgmentJson(judgment: HistoryJudgment) {
  const { newest, metrics, ...rest } = judgment;
  return {
    headline: judgmentHeadline(judgment),
    ...rest,
    newest: { ...named(newest), status: newest.status },
    metrics: metrics.map(({ firstChanged, lastGood, ...metric }) => ({
      ...metric,
      firstChanged: firstChanged && named(firstChanged),
      lastGood: lastGood && named(lastGood),
    })),
  };
}

function named({ runId, commit, label, startedAtMs }: RunEntry) {
  return { runId, commit, label, startedAt: new Date(startedAtMs).toISOString() };
}

/** The changes that the nightly judgment finds in each series of some runs. */
import type { Acceptance, RunEntry } from './entry.ts';
import { judgeHistory } from './judge-history.ts';
import type { Change } from './trends.ts';

/** @param runs by the time of their start */
export function changesIn(runs: readonly RunEntry[], acceptances: readonly Acceptance[]): Change[] {
  const all = [...Map.groupBy(runs, ({ series }) => series).values()];
  return all.flatMap((own) => {
    const { series, metrics } = judgeHistory(own, acceptances);
    return metrics.flatMap(({ id, compareBy, judgment, firstChanged, lastGood }): Change[] => {
      const { state } = judgment;
      // One night that is in doubt is no change yet.
      if (state === 'insufficient-history' || state === 'steady' || state === 'in-doubt') return [];
      const size = compareBy === 'ratio' ? judgment.change?.relativeSize : judgment.change?.size;
      if (firstChanged === null || size == null) return [];
      const lastGoodRunId = lastGood?.runId ?? null;
      const told = { series, metric: id, change: size, isWorse: state === 'regression' };
      return [{ ...told, firstRunId: firstChanged.runId, lastGoodRunId }];
    });
  });
}

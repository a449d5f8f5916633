/** Changes that began with the same run are told together: they have one cause more often than several. */
import { dayOf } from '../format/numbers.js';
import { changeText } from '../format/units.js';
import type { RunEntry } from '../history/entry.ts';
import type { Trend } from '../history/trends.ts';
import { plainText } from './plain-text.ts';
import { versionOf } from './run-words.ts';

export interface ChangeGroup {
  readonly isWorse: boolean;
  /** `Latency p50, after scale-out +9.9 %`. */
  readonly metrics: readonly string[];
  /** `since 2026-08-29 (4be0f2c1d6, release 1.2), last good 2026-08-28 (3ed8891bf6)`. */
  readonly since: string;
}

/** In the order of the runs with which they began. */
export function changeGroups(trends: readonly Trend[], runs: readonly RunEntry[]): ChangeGroup[] {
  const places = new Map(runs.map(({ runId }, index) => [runId, index]));
  const all = trends.flatMap((trend) => trend.changes.map((change) => ({ trend, change })));
  const groups = Map.groupBy(all, ({ change }) => `${change.isWorse} ${change.firstRunId}`);
  const name = (runId: string) => {
    const run = runs[places.get(runId) ?? -1];
    if (run === undefined) return plainText(runId);
    const [day, version] = [dayOf(run.startedAtMs), versionOf(run)];
    return version === '' ? day : `${day} (${version})`;
  };
  return [...groups.values()]
    .map((group) => {
      const { isWorse, firstRunId, lastGoodRunId } = group[0]!.change;
      const good = lastGoodRunId === null ? '' : `, last good ${name(lastGoodRunId)}`;
      return {
        isWorse,
        metrics: group.map(
          ({ trend, change }) => `${trend.title} ${changeText(change.change, trend.compareBy)}`,
        ),
        since: `since ${name(firstRunId)}${good}`,
        place: places.get(firstRunId) ?? -1,
      };
    })
    .toSorted((left, right) => left.place - right.place);
}

/** Says of a series whether its newest night is worse than the nights before, and since when. Pure. */
import { acceptancesOf } from './acceptances.ts';
import { usable } from './comparable.ts';
import type { Acceptance, RunEntry } from './entry.ts';
import { measuringError } from './measuring-error.ts';
import { allowedOf, inOrder, type Metric, metricOf, titleOf } from './metrics.ts';
import { judgeNights, type NightsJudgment } from './nights/judge-nights.ts';

export interface JudgedMetric {
  readonly id: string;
  readonly title: string;
  readonly unit: Metric['unit'];
  readonly compareBy: Metric['compareBy'];
  readonly judgment: NightsJudgment;
  /** The newest value. */
  readonly value: number;
  /** The first run of the change, and the last one before it; null when nothing changed. */
  readonly firstChanged: RunEntry | null;
  readonly lastGood: RunEntry | null;
}

export interface HistoryJudgment {
  readonly series: string;
  readonly newest: RunEntry;
  readonly nights: number;
  readonly metrics: readonly JudgedMetric[];
  /** Runs that tell nothing, a sentence each. */
  readonly leftOut: readonly string[];
  /**
   * `limits-only`: too few nights for every metric, so only the run's own checks say anything. `in-doubt`: some
   * metric is, or the newest run itself is.
   */
  readonly result: 'steady' | 'regression' | 'in-doubt' | 'limits-only';
}

const DAY_MS = 86_400_000;
/** A run of the same commit within half a day is another attempt at the same night. */
const SAME_NIGHT_MS = DAY_MS / 2;

/**
 * @param runs of one series, by the time of their start; at least one.
 * @param acceptances of any series.
 */
export function judgeHistory(
  runs: readonly RunEntry[],
  acceptances: readonly Acceptance[],
): HistoryJudgment {
  const newest = runs.at(-1)!;
  const { runs: told, leftOut } = usable(runs);
  const nights = nightsOf(told);
  const days = nights.map(([first]) => Math.floor(first!.startedAtMs / DAY_MS));
  const accepted = acceptances.filter(({ series }) => series === newest.series);
  const metrics = told.includes(newest)
    ? inOrder(Object.keys(newest.metrics)).map((id) =>
        judgeMetric(id, { told, nights, days, accepted, newest }),
      )
    : [];
  return {
    ...{ series: newest.series, newest, nights: nights.length, metrics, leftOut },
    result: resultOf(metrics),
  };
}

function resultOf(metrics: readonly JudgedMetric[]): HistoryJudgment['result'] {
  const has = (state: NightsJudgment['state']) =>
    metrics.some(({ judgment }) => judgment.state === state);
  if (has('regression')) return 'regression';
  if (metrics.length === 0 || has('in-doubt')) return 'in-doubt';
  const isNew = metrics.every(({ judgment }) => judgment.state === 'insufficient-history');
  return isNew ? 'limits-only' : 'steady';
}

/** Every attempt of each night, in order. */
function nightsOf(runs: readonly RunEntry[]): RunEntry[][] {
  const nights: RunEntry[][] = [];
  for (const run of runs) {
    const [first] = nights.at(-1) ?? [];
    const isAnother =
      first === undefined ||
      first.commit !== run.commit ||
      run.startedAtMs - first.startedAtMs >= SAME_NIGHT_MS;
    if (isAnother) nights.push([run]);
    else nights.at(-1)!.push(run);
  }
  return nights;
}

/** What is the same for each metric of a series. */
interface Told {
  readonly told: readonly RunEntry[];
  readonly nights: readonly (readonly RunEntry[])[];
  /** Of each night, as a count of days. */
  readonly days: readonly number[];
  readonly accepted: readonly Acceptance[];
  readonly newest: RunEntry;
}

function judgeMetric(id: string, { told, nights, days, accepted, newest }: Told): JudgedMetric {
  const metric = metricOf(id)!;
  const { unit, compareBy, better } = metric;
  const limit = allowedOf(id, metric, newest.maxRegression);
  const judgment = judgeNights(
    nights.map((attempts) => valuesOf(id, attempts)),
    {
      better,
      minimum:
        compareBy === 'ratio'
          ? { relative: limit, absolute: measuringError(id, told) }
          : { absolute: limit },
      days,
      accepted: acceptancesOf(id, accepted)
        .map(({ fromMs }) => nights.findIndex(([first]) => first!.startedAtMs >= fromMs))
        .filter((index) => index >= 0),
    },
  );
  const change = judgment.state === 'insufficient-history' ? null : judgment.change;
  const runOf = (index: number | undefined) => nights[index ?? -1]?.at(-1) ?? null;
  return {
    ...{ id, title: titleOf(id), unit, compareBy, judgment },
    value: newest.metrics[id]!.value,
    firstChanged: runOf(change?.firstIndex),
    lastGood: runOf(change?.lastGoodIndex),
  };
}

/** A loop, because a long history asks this a hundred thousand times. */
function valuesOf(id: string, attempts: readonly RunEntry[]): number[] {
  const values: number[] = [];
  for (const { metrics } of attempts) {
    const measured = metrics[id];
    if (measured !== undefined) values.push(measured.value);
  }
  return values;
}

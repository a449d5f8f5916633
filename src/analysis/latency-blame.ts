/** Whose time the latency was while it was over its bound, or over the whole load where it never was. */
import type { LatencySplit, SplitPart } from './latency-split.ts';
import type { LatencyBound, LoadPoint, Timeline } from './timeline.ts';

export interface Blamed {
  readonly part: SplitPart;
  /** Of the mean latency, 0..1. */
  readonly share: number;
  readonly meanMs: number;
}

export interface LatencyBlame {
  /** `over-bound`: the seconds in which latency was over it. `load`: all of them. */
  readonly during: 'over-bound' | 'load';
  readonly bound: LatencyBound | null;
  readonly seconds: number;
  readonly requests: number;
  /** The first of these seconds and the end of the last, local epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Mean over the requests that ended in these seconds. */
  readonly meanMs: number;
  /** Largest first; all containers of a model together. */
  readonly parts: readonly Blamed[];
  /** What the model took in its fastest seconds: what is above that is its queue. Null where it is not known. */
  readonly modelAtEaseMs: number | null;
}

/** A tenth of the seconds are faster. */
const AT_EASE = 0.1;

/** @returns null where no request ended */
export function latencyBlame(
  { load, latencyBound }: Pick<Timeline, 'load' | 'latencyBound'>,
  split: LatencySplit,
): LatencyBlame | null {
  const indexes = [...load.keys()].filter((index) => load[index]!.latencyMeanMs !== null);
  const over = indexes.filter((index) => latencyBound && isOver(load[index]!, latencyBound));
  const looked = over.length > 0 ? over : indexes;
  const requests = sum(looked, (index) => load[index]!.completed);
  if (requests === 0) return null;
  const byPart = totalsByPart(split, looked, load);
  const whole = sum([...byPart.values()], (ms) => ms);
  return {
    during: over.length > 0 ? 'over-bound' : 'load',
    bound: latencyBound ?? null,
    seconds: looked.length,
    requests,
    fromMs: load[looked[0]!]!.startMs,
    toMs: load[looked.at(-1)!]!.startMs + 1_000,
    meanMs: whole / requests,
    parts: [...byPart]
      .map(([part, ms]) => ({
        part,
        share: whole === 0 ? 0 : ms / whole,
        meanMs: ms / requests,
      }))
      .sort((one, other) => other.share - one.share),
    modelAtEaseMs: atEase(split, indexes),
  };
}

/** The timeline has three percentiles of each second; the one at or above the bound's own decides. */
export function isOver(point: LoadPoint, { percentile, maxMs }: LatencyBound): boolean {
  const { latencyP50Ms, latencyP95Ms, latencyP99Ms } = point;
  const value = percentile <= 50 ? latencyP50Ms : percentile <= 95 ? latencyP95Ms : latencyP99Ms;
  return value !== null && value > maxMs;
}

/** Weighted with the requests of each second. */
function totalsByPart(
  { parts }: LatencySplit,
  indexes: readonly number[],
  load: readonly LoadPoint[],
): Map<SplitPart, number> {
  const totals = new Map<SplitPart, number>();
  for (const { part, valuesMs } of parts) {
    const ms = sum(indexes, (index) => (valuesMs[index] ?? 0) * load[index]!.completed);
    totals.set(part, (totals.get(part) ?? 0) + ms);
  }
  return totals;
}

function atEase({ parts }: LatencySplit, indexes: readonly number[]): number | null {
  const ofModel = parts.filter(({ part }) => part === 'model');
  if (ofModel.length === 0) return null;
  const values = indexes
    .map((index) => sum(ofModel, ({ valuesMs }) => valuesMs[index] ?? 0))
    .filter((value) => value > 0)
    .sort((one, other) => one - other);
  return values[Math.floor(AT_EASE * values.length)] ?? null;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0);
}

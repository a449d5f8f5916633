/** GetMetricData from a recording: every datapoint that had been seen by then, as it was last seen. Pure. */
import { newestBy, outcomeOf, type Replayed } from './newest.ts';
import type { Exchange, Json } from './recording.ts';

interface Query {
  readonly Id: string;
  readonly Label?: string;
  readonly MetricStat?: Json;
  readonly ReturnData?: unknown;
}
interface Result {
  readonly Id?: string;
  readonly Label?: string;
  readonly StatusCode?: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly number[];
}

interface Series {
  /** Values by epoch second. */
  readonly points: Map<number, number>;
  status: string;
}

export class MetricReplay {
  readonly #exchanges: readonly Exchange[];
  /** Of as many exchanges: time mostly goes on, and what was seen stays seen. */
  #series = new Map<string, Series>();
  #seen = 0;

  /** @param exchanges of GetMetricData, in the order in which they were answered; not empty */
  constructor(exchanges: readonly Exchange[]) {
    this.#exchanges = exchanges;
  }

  /** @param atMs since the recording started */
  answer(input: Json, atMs: number): Replayed {
    const newest = newestBy(this.#exchanges, atMs)!;
    if (newest.error !== null) return outcomeOf(newest);
    this.#seeUntil(newest);
    const window = {
      fromSecond: secondOf(input.StartTime) ?? Number.NEGATIVE_INFINITY,
      toSecond: secondOf(input.EndTime) ?? Number.POSITIVE_INFINITY,
      direction: input.ScanBy === 'TimestampAscending' ? 1 : -1,
    };
    const queries = (input.MetricDataQueries ?? []) as readonly Query[];
    const results = queries
      // As text, because CloudWatch's older protocol has no other values.
      .filter(({ ReturnData = true }) => String(ReturnData) !== 'false')
      .map((query) => resultOf(query, this.#series.get(metricKey(query)) ?? NOTHING, window));
    const { Messages = [] } = newest.answer ?? {};
    return { is: 'answer', answer: { MetricDataResults: results, Messages } };
  }

  #seeUntil(newest: Exchange): void {
    const count = this.#exchanges.indexOf(newest) + 1;
    if (count < this.#seen) {
      this.#series = new Map();
      this.#seen = 0;
    }
    for (; this.#seen < count; this.#seen += 1) addTo(this.#series, this.#exchanges[this.#seen]!);
  }
}

const NOTHING: Series = { points: new Map(), status: 'Complete' };

interface Window {
  readonly fromSecond: number;
  /** Exclusive. */
  readonly toSecond: number;
  readonly direction: number;
}

function resultOf(query: Query, { points, status }: Series, window: Window): Result {
  const { fromSecond, toSecond, direction } = window;
  const within = [...points]
    .filter(([second]) => second >= fromSecond && second < toSecond)
    .toSorted(([a], [b]) => direction * (a - b));
  return {
    Id: query.Id,
    Label: query.Label ?? labelOf(query),
    Timestamps: within.map(([second]) => second),
    Values: within.map(([, value]) => value),
    StatusCode: status,
  };
}

function addTo(all: Map<string, Series>, { input, answer }: Exchange): void {
  const queries = (input.MetricDataQueries ?? []) as readonly Query[];
  const keyOfId = new Map(queries.map((query) => [query.Id, metricKey(query)]));
  // PartialData is the ordinary status of a result while pages follow.
  const isWhole = answer?.NextToken === undefined || answer.NextToken === null;
  for (const result of (answer?.MetricDataResults ?? []) as readonly Result[]) {
    const key = keyOfId.get(result.Id ?? '');
    if (key === undefined) continue;
    const series = all.get(key) ?? { points: new Map<number, number>(), status: 'Complete' };
    all.set(key, series);
    series.status = isWhole ? (result.StatusCode ?? 'Complete') : 'Complete';
    for (const [index, second] of (result.Timestamps ?? []).entries()) {
      const value = result.Values?.[index];
      if (value !== undefined) series.points.set(second, value);
    }
  }
}

/** The metric that a query asks for; queries of different polls may have different ids. */
function metricKey({ MetricStat }: Query): string {
  const { Metric, Period, Stat } = (MetricStat ?? {}) as {
    Metric?: Json;
    Period?: unknown;
    Stat?: unknown;
  };
  const dimensions = ((Metric?.Dimensions || []) as readonly Json[])
    .map(({ Name, Value }) => `${Name}=${Value}`)
    .toSorted();
  return JSON.stringify([Metric?.Namespace, Metric?.MetricName, dimensions, Number(Period), Stat]);
}

function labelOf({ Id, MetricStat }: Query): string {
  const { MetricName } = ((MetricStat ?? {}) as { Metric?: Json }).Metric ?? {};
  return typeof MetricName === 'string' ? MetricName : Id;
}

/** Epoch seconds, or ISO 8601 from a client of the older protocol. */
function secondOf(time: unknown): number | null {
  if (typeof time === 'number') return time;
  if (typeof time !== 'string') return null;
  const number = Number(time);
  return Number.isNaN(number) ? Date.parse(time) / 1_000 : number;
}
